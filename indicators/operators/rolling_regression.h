// The least-squares line through a window, its values taken at equal distances.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// The line through the last `period` values, at `bars` after the newest of them: 0 is its end, 1
/// the forecast of the next value, 1 - period its beginning. Through one value the line is level. A
/// NaN poisons what follows.
Series regression_value(Series x, std::size_t period, double bars = 0.0);

/// What that line rises a bar.
Series regression_slope(Series x, std::size_t period);

}  // namespace taipan
