// The smoothing of Ehlers' fractal average: fast along a line, slow where prices fill the plane.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

struct FractalGain {
  std::size_t half;  // bars of half a window
  double slowest;    // periods of the averages between which the gain lies
  double fastest;
};

/// From the highest and lowest prices of the last `half` bars. Of the 2 * half bars before this
/// one, the ranges r1 of the newer half, r2 of the older and r of both give the dimension d =
/// log2((r1 + r2) / half / (r / (2 half))); a = (2 / (slowest + 1))^(d - 1) within [0.1, 1]; the
/// period n = fastest + (slowest - fastest) (2 / a - 2) / (slowest - 1) and the gain 2 / (n + 1),
/// within [2 / (slowest + 1), 1]. Where a range is 0 or not finite the gain before stands. The
/// first value, which would need one more bar, is 0.
Series fractal_gain(Series highest, Series lowest, const FractalGain& parameters);

}  // namespace taipan
