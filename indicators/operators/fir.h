// Weighted windows: y[t] = sum of weights[i] * x[t - p + 1 + i], the oldest value first.
#pragma once

#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// A window of weights.size() values. A NaN spoils only the windows that hold it.
Series fir(Series x, std::vector<double> weights);

}  // namespace taipan
