// Kaufman's efficiency ratio: how straight a way prices took.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// |x[t] - x[t - period]| / sum of |x[i] - x[i - 1]| over the last `period` changes, 0 where that
/// sum is 0. A NaN poisons, as in a running sum.
Series efficiency_ratio(Series x, std::size_t period);

}  // namespace taipan
