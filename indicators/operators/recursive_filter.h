// Second-order recurrences y[t] = a[0] y[t-1] + a[1] y[t-2] + b[0] x[t] + b[1] x[t-1] + b[2]
// x[t-2]: super smoothers, high-pass filters, Butterworth sections. Higher orders are chains of
// these and of exponential averages.
#pragma once

#include <array>

#include "indicators/core/graph.h"

namespace taipan {

struct RecursiveFilter {
  std::array<double, 2> a;
  std::array<double, 3> b;
  std::size_t
      seeds;  // y = x for the first `seeds` values; at least 1, 2 where a[1] or b[2] is not 0
};

/// A value that is not finite poisons what follows. Blocks look `lanes` values ahead: the
/// denominator A(z) is multiplied by A(-z), that product B(z^2) by B(-z^2), and so on, which leaves
/// a recurrence over whole vectors and a sum over a few earlier values. It is stable whenever the
/// filter is, and differs from the plain loop as much as two orders of additions of the loop itself
/// do: by some units in the last place times the filter's noise gain, about 1 / |A(1)|. Where that
/// exceeds 1e6 (a super smoother of some 6,000 values), or where the filter itself is not stable,
/// blocks are the plain loop.
Series recursive_filter(Series x, const RecursiveFilter& filter);

}  // namespace taipan
