// First-order linear recurrences y[t] = decay * y[t-1] + gain * x[t]: exponential averages,
// Wilder's smoothing, cumulative sums.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// How the first values come about.
enum class Seed {
  first,           // y[0] = x[0]
  first_finite,    // the same at the first x that is finite; NaN before
  mean,            // y[period-1] = mean of the first `period` values; undefined before
  expanding_mean,  // y[t] = mean of all values so far for t < period
};

/// decay = 1 - 2/(period+1), gain = 2/(period+1). An infinite value or a NaN repeats the value
/// before it when the seed is an expanding mean or the first finite value, and poisons what follows
/// otherwise.
Series ema(Series x, std::size_t period, Seed seed = Seed::mean);

/// J. Welles Wilder's smoothing: y += (x - y) / period from the mean of the first `period` values.
Series wilder(Series x, std::size_t period);

/// y += gain * (x - y) from y[0] = x[0].
Series exponential_average(Series x, double gain);

/// y = decay y' + gain x, from y' = 0.
Series decaying_sum(Series x, double decay, double gain);

/// Running total, beginning with x[0].
Series cumulative_sum(Series x);

}  // namespace taipan
