// How far the values of a window lie from its middle.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

enum class Deviation {
  mean_absolute,    // mean of |x - mean|
  median_absolute,  // median of |x - median|; even windows take the mean of the middle pair
};

/// Of the last `period` values; NaN while one of them is not finite. Costs O(period) a value.
Series rolling_deviation(Series x, std::size_t period, Deviation deviation);

}  // namespace taipan
