#include "cli/say.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace taipan::cli {

void say_text(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

bool print_result(std::string_view text) {
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written == text.size() && std::fflush(stdout) == 0) return true;
  if (errno == EPIPE) return true;
  say("taipan: stdout cannot be written: {}\n", std::strerror(errno));
  return false;
}

}  // namespace taipan::cli
