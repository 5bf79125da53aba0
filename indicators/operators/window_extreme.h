// The extreme of a short window, looked at as a whole: for steps of windows that O(1) bookkeeping
// would not make cheaper.
#pragma once

#include <emmintrin.h>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace taipan {

/// Up to here looking at all values beats the bookkeeping, and their places fit a mask.
inline constexpr std::size_t longest_looked_at = 64;

/// Of `period` values the newest is at x, the pairs of the older ones are loaded as vectors. The
/// newest few are read one by one: a vector would wait until they have reached the cache.
struct WindowParts {
  const double* oldest;
  std::size_t paired;

  WindowParts(const double* x, std::size_t period)
      : oldest(x + 1 - period), paired(period < 6 ? 0 : (period - 4) / 2 * 2) {}
};

template <bool highest>
__m128d better_pair(__m128d a, __m128d b) {
  return highest ? _mm_max_pd(a, b) : _mm_min_pd(a, b);
}

/// Of a window without NaN.
template <bool highest>
double extreme_of(const double* x, std::size_t period) {
  const WindowParts parts(x, period);
  __m128d best = _mm_set1_pd(*x);
  __m128d other = best;
  std::size_t i = 0;
  for (; i + 4 <= parts.paired; i += 4) {
    best = better_pair<highest>(best, _mm_loadu_pd(parts.oldest + i));
    other = better_pair<highest>(other, _mm_loadu_pd(parts.oldest + i + 2));
  }
  if (i < parts.paired) best = better_pair<highest>(best, _mm_loadu_pd(parts.oldest + i));
  best = better_pair<highest>(best, other);
  best = better_pair<highest>(best, _mm_unpackhi_pd(best, best));
  for (i = parts.paired; i + 1 < period; ++i) {
    best = better_pair<highest>(best, _mm_load_sd(parts.oldest + i));
  }
  return _mm_cvtsd_f64(best);
}

/// How many values of the window precede the oldest that equals `value`, which is one of them. The
/// window is no longer than `longest_looked_at`.
inline std::size_t place_in_window(const double* x, std::size_t period, double value) {
  const WindowParts parts(x, period);
  const __m128d wanted = _mm_set1_pd(value);
  std::uint64_t found = 0;
  for (std::size_t i = 0; i < parts.paired; i += 2) {
    const __m128d equal = _mm_cmpeq_pd(wanted, _mm_loadu_pd(parts.oldest + i));
    found |= static_cast<std::uint64_t>(_mm_movemask_pd(equal)) << i;
  }
  for (std::size_t i = parts.paired; i < period; ++i) {
    const __m128d equal = _mm_cmpeq_sd(wanted, _mm_load_sd(parts.oldest + i));
    found |= static_cast<std::uint64_t>(_mm_movemask_pd(equal) & 1) << i;
  }
  return static_cast<std::size_t>(std::countr_zero(found));
}

}  // namespace taipan
