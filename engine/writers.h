#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/run_result.h"

namespace taipan::engine {

// CSV with a header, one trade or one bar a line; numbers are the shortest text that reads back as
// the same double, so that equal runs give equal bytes.
std::string trades_csv(const RunResult& result);
std::string equity_csv(const RunResult& result);

// Under another name first and then renamed, so that nobody reads half a file. Throws
// std::runtime_error with path and reason.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace taipan::engine
