// A short average by a long one.
#pragma once

#include <cstddef>

#include "indicators/core/graph.h"

namespace taipan {

/// 100 (a - b) / b of the means a of the last `near` values and b of the last `far` ones.
Series mean_oscillation(Series x, std::size_t near, std::size_t far);

}  // namespace taipan
