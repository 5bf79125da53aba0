// What stands where when the values of a window are put in order.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

enum class Percentile {
  nearest_rank,  // the value of rank round(percentage / 100 * count), at least the first
  linear         // between the two values around the place percentage / 100 * (count - 1)
};

/// Of the last `period` values. Here and below NaNs are left out: a result is NaN where no value is
/// left, and nothing is poisoned. A step costs O(log period).
Series rolling_percentile(Series x, std::size_t period, double percentage, Percentile method);

/// The middle value, or the mean of the two in the middle.
Series rolling_median(Series x, std::size_t period);

/// How many of the `period` values before the newest are at most as high as it, in percent; NaN
/// where it is NaN.
Series percentile_rank(Series x, std::size_t period);

}  // namespace taipan
