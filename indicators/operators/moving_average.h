// An average chosen by name, for indicators that leave the choice to their caller.
#pragma once

#include <string>
#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// Names that `moving_average` knows: the indicators of the family moving_averages.
std::vector<std::string> moving_average_names();

/// That average of x over `period` values, its other parameters at their defaults. "ema" begins
/// with the mean of its first window, as oscillators built on it expect.
Series moving_average(const std::string& name, Series x, std::size_t period);

}  // namespace taipan
