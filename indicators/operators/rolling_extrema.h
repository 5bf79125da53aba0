// Highest and lowest values of a window.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Of the last `period` values; NaN while a NaN is among them, and only then.
Series rolling_max(Series x, std::size_t period);
Series rolling_min(Series x, std::size_t period);

}  // namespace taipan
