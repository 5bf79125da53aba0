// How far values lie from their recent mean, on average.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Mean of the last `period` distances |x - mean|, each to the mean of its own last `period`
/// values. A NaN poisons, except that it spoils only what is computed from it up to a period of 8.
Series mean_residual(Series x, std::size_t period);

}  // namespace taipan
