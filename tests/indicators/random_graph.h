// Graphs made of operators as bytes say, and whether every executor computes them alike.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace taipan {

/// Builds the graph that `bytes` describe, over bars that they choose too, and computes it by
/// steps, by blocks of several sizes and as rows of a sweep, with every kernel. Returns what
/// differs from the steps, or nothing.
std::string difference_between_executors(std::span<const std::uint8_t> bytes);

}  // namespace taipan
