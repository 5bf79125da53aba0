// Pearson's correlation of two lines over a window.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Of the last `period` values of each; 0 where one of them does not vary. NaN while a NaN or an
/// infinity is among them.
Series rolling_correlation(Series a, Series b, std::size_t period);

}  // namespace taipan
