#include "cli/replay_arguments.h"

#include <fmt/format.h>

#include "cli/usage_error.h"

namespace taipan::cli {

std::map<std::string, std::string> parse_parameters(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> parameters;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError(fmt::format("--param: '{}' is not name=value", text));
    }
    const std::string name = text.substr(0, equals);
    if (!parameters.emplace(name, text.substr(equals + 1)).second) {
      throw UsageError(fmt::format("--param: '{}' is given twice", name));
    }
  }
  return parameters;
}

}  // namespace taipan::cli
