// Sums and means over a window.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Sum of the last `period` values. A NaN poisons what follows, as in a running sum.
Series rolling_sum(Series x, std::size_t period);
/// The same divided by `period`.
Series rolling_mean(Series x, std::size_t period);

}  // namespace taipan
