#pragma once

#include <string>

namespace taipan::cli {

// `taipan indicators`: all of them by family.
std::string list_indicators(bool json);

// `taipan indicators NAME`. Throws UsageError for an unknown name.
std::string show_indicator(const std::string& name, bool json);

}  // namespace taipan::cli
