// How far the values of a window lie from its mean, on average.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// `offset`: x less the mean of its window; `distance`: the mean of the window's distances from
/// that mean. A NaN poisons what follows. Costs O(period) a value, by vectors.
struct MeanDistance {
  Series offset;
  Series distance;
};
MeanDistance mean_distance(Series x, std::size_t period);

}  // namespace taipan
