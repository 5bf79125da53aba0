// Averages whose smoothing changes from value to value: Kaufman's, VIDYA, fractal averages.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// y += gain * (x - y) from the mean of the `seed_period` values of x that end with the first one
/// of `gain`, which itself is not used; earlier values of x must exist. A NaN poisons. Blocks
/// compose the steps y -> (1 - gain) y + gain x in a vector by doubling; they agree with the plain
/// loop to a few units in the last place while every gain lies in [0, 1].
Series adaptive_average(Series x, Series gain, std::size_t seed_period = 1);

}  // namespace taipan
