// Choices without a branch: where prices decide, a guess is wrong every other time.
#pragma once

#include <bit>
#include <cstdint>

namespace taipan {

/// `yes` or `no`, to the bit.
inline double either(bool condition, double yes, double no) {
  const std::uint64_t mask = -std::uint64_t{condition};
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(yes) & mask) |
                               (std::bit_cast<std::uint64_t>(no) & ~mask));
}

/// x or 0.
inline double only_if(bool condition, double x) { return either(condition, x, 0.0); }

}  // namespace taipan
