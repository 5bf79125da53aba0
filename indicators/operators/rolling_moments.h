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

/// The mean, and lines `up` such deviations above it and `down` below.
struct Bands {
  Series upper;
  Series mean;
  Series lower;
};
Bands deviation_bands(Series x, std::size_t period, double up, double down);

}  // namespace taipan
