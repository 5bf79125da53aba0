// The shape of a window's distribution: its third and fourth moments.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Population skewness m3 / m2^1.5 of the last `period` values, where m[k] is the mean of
/// (x - mean)^k. NaN where m2 is below the machine epsilon (2.2e-16), and while a value that is not
/// finite is in the window.
Series rolling_skewness(Series x, std::size_t period);

/// Population excess kurtosis m4 / m2^2 - 3; NaN as above.
Series rolling_kurtosis(Series x, std::size_t period);

}  // namespace taipan
