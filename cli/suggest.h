#pragma once

#include <span>
#include <string>
#include <string_view>

namespace taipan::cli {

// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

// "; did you mean 'commission'?", or nothing when no known name is near.
std::string suggestion(std::string_view unknown, std::span<const std::string_view> known);

}  // namespace taipan::cli
