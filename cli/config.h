#pragma once

#include <string>

#include "cli/replay_arguments.h"

namespace taipan::cli {

// A TOML file with the long options' names as keys, and a table [param]. Relative paths in it are
// relative to the file. Throws UsageError with file, line and column.
ReplayArguments read_config(const std::string& path);

}  // namespace taipan::cli
