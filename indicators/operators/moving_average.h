// An average chosen by name, for indicators that leave the choice to their caller.
#pragma once

#include <string>
#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// Names that `moving_average` offers to oscillators: the indicators of the family moving_averages
/// that average one series over at most one period, less those that adapt to their data.
std::vector<std::string> moving_average_names();

/// The same with those that adapt.
std::vector<std::string> every_moving_average_name();

/// That average of x over `period` values, its other parameters at their defaults. "ema" begins
/// with the mean of its first window, as oscillators built on it expect. Throws InvalidInput for a
/// period that the average refuses.
Series moving_average(const std::string& name, Series x, std::size_t period);

/// The indicator of that name, "ema" too, and how many complete rows it needs.
struct NamedAverage {
  Series average;
  std::size_t needed;
};
NamedAverage named_average(const std::string& name, Series x, std::size_t period);

}  // namespace taipan
