// Weighted windows: y[t] = sum of weights[i] * x[t - p + 1 + i], the oldest value first.
#pragma once

#include <functional>
#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// A window of weights.size() values. A NaN spoils only the windows that hold it.
Series fir(Series x, std::vector<double> weights);

/// An average: weights[i] is weight(i, taps) divided by the sum of all of them.
Series weighted_average(Series x, std::size_t taps,
                        const std::function<double(std::size_t tap, std::size_t taps)>& weight);

/// Sums over n windows that are complete, the newest value's weight first:
/// out[t] = sum of newest_first[k] * x[t - k].
void weigh_windows(const std::vector<double>& newest_first, const double* x, double* out,
                   std::size_t n, Kernel kernel);

}  // namespace taipan
