// How two lines vary together over a window.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Population covariance (divisor: period) of the last `period` values of each: their correlation
/// times their deviations, so that nothing cancels. A NaN poisons what follows.
Series rolling_covariance(Series a, Series b, std::size_t period);

}  // namespace taipan
