// A mean over a window in which each value counts as much as its weight: volume-weighted prices.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Sum of x * weight over the last `period` values by the sum of their weights. A NaN poisons, as
/// in a running sum.
Series rolling_weighted_mean(Series x, Series weight, std::size_t period);

}  // namespace taipan
