#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "cli/say.h"

namespace taipan::cli {
namespace {

constexpr int kWidth = 30;
// A run that is over sooner shows nothing; a longer one is not slowed down by its display.
constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

ProgressBar::ProgressBar(bool wanted) : shown_(wanted && isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  if (drawn_) say("\r\033[K");
}

void ProgressBar::show(std::size_t done, std::size_t all) {
  const auto now = std::chrono::steady_clock::now();
  if (!shown_ || now - last_ < kInterval) return;
  last_ = now;
  drawn_ = true;
  const double share =
      static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(all, 1));
  const auto filled = static_cast<std::size_t>(share * kWidth);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  say("\r[{:<{}}] {:3.0f} %  {:.1f} M bars/s", std::string(filled, '#'), kWidth, 100 * share,
      static_cast<double>(done) / seconds / 1e6);
}

}  // namespace taipan::cli
