// Windows of a bank: what the lanes of operators on windows share.
#pragma once

#include <array>
#include <cstddef>

#include "indicators/core/bank_row.h"

namespace taipan {

inline constexpr std::size_t window_parts = 8;

/// Adds up term(k, x, s) over the `taps` newest values x of input 0, k = 0 for the oldest, as a
/// step adds up a window: eight partial sums, kept in the state from `first` on, and one tree,
/// which goes to finish(sum, s).
template <class Term, class Finish>
void sum_windows(const BankRow& row, std::size_t taps, std::size_t first, Term term,
                 Finish finish) {
  std::array<double*, window_parts> sums;
  for (std::size_t j = 0; j < window_parts; ++j) {
    sums[j] = row.state(first + j);
    row.fill(sums[j], 0.0);
  }
  std::size_t k = 0;
  for (; k + window_parts <= taps; k += window_parts) {
    std::array<const double*, window_parts> x;
    for (std::size_t j = 0; j < window_parts; ++j) x[j] = row.in(0, taps - 1 - k - j);
    row.each([=](std::size_t s) {
#pragma GCC unroll 8
      for (std::size_t j = 0; j < window_parts; ++j) sums[j][s] += term(k + j, x[j][s], s);
    });
  }
  for (std::size_t j = 0; k + j < taps; ++j) {
    row.each([=, sum = sums[j], x = row.in(0, taps - 1 - k - j)](std::size_t s) {
      sum[s] += term(k + j, x[s], s);
    });
  }
  row.each([=](std::size_t s) {
    finish(((sums[0][s] + sums[4][s]) + (sums[2][s] + sums[6][s])) +
               ((sums[1][s] + sums[5][s]) + (sums[3][s] + sums[7][s])),
           s);
  });
}

}  // namespace taipan
