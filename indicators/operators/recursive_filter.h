// Recurrences of order up to 4: y[t] = a[0] y[t-1] + ... + a[3] y[t-4] + b[0] x[t] + ... +
// b[4] x[t-4]: super smoothers, high-pass filters, Butterworth filters. Those whose poles are all
// one real number are exponential cascades.
#pragma once

#include <array>

#include "indicators/core/graph.h"

namespace taipan {

struct RecursiveFilter {
  std::array<double, 4> a;
  std::array<double, 5> b;
  std::size_t seeds;  // y = x for the first `seeds` values; at least 1. What lies before is 0
};

/// A value that is not finite poisons what follows. Blocks look `lanes` values ahead: the
/// denominator A(z) is multiplied by A(-z), that product B(z^2) by B(-z^2), and so on, which leaves
/// a recurrence over whole vectors and a sum over a few earlier values. It is stable whenever the
/// filter is, and differs from the plain loop as much as two orders of additions of the loop itself
/// do: by some units in the last place times the filter's noise gain, the sum of |h[t]| over the
/// response h of 1 / A to a single 1. Where that exceeds 1e6 (a super smoother of two poles over
/// some 6,000 values), or 1e5 with orders 3 and 4, whose coefficients are larger (three poles over
/// some 270), or where the filter itself is not stable, blocks are the plain loop.
Series recursive_filter(Series x, const RecursiveFilter& filter);

}  // namespace taipan
