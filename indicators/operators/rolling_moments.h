// Mean and variance over a window.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Mean and population variance of the last `period` values (divisor: period). A NaN poisons,
/// except that it spoils only the windows that hold it up to a period of 8.
struct Moments {
  Series mean;
  Series variance;
};
Moments rolling_moments(Series x, std::size_t period);

/// Mean and population standard deviation, the root of that variance.
struct StandardDeviation {
  Series mean;
  Series deviation;
};
StandardDeviation rolling_standard_deviation(Series x, std::size_t period);

}  // namespace taipan
