// Where in a window its highest and lowest values are.
#pragma once

#include <cstddef>

#include "indicators/core/graph.h"

namespace taipan {

/// `unit` times the place of the extreme among the last `period` values: 0 the oldest, period - 1
/// the newest; of equal ones the oldest. NaN while a NaN is among them, and only then.
Series highest_position(Series x, std::size_t period, double unit = 1.0);
Series lowest_position(Series x, std::size_t period, double unit = 1.0);

}  // namespace taipan
