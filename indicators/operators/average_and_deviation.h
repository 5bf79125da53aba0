// An average chosen by name and how far a window's values lie from it, for bands and scores.
#pragma once

#include <cstdint>
#include <string>

#include "indicators/core/graph.h"

namespace taipan {

struct AverageAndDeviation {
  Series average;
  Series deviation;
};

/// `kind` 0: standard deviation, of divisor `period` and about the mean, or about the average
/// itself where that is "ema"; 1: mean and 2: median absolute deviation.
AverageAndDeviation average_and_deviation(const std::string& average, Series x, std::size_t period,
                                          std::int64_t kind);

}  // namespace taipan
