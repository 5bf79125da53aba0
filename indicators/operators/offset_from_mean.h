// How far a value lies from the mean of a window, to all digits.
#pragma once

#include <cstddef>

#include "indicators/core/graph.h"

namespace taipan {

/// x - mean, where `mean` is that of the last `period` values of `source`. A difference so small
/// that the mean's own rounding shows in it (1e-6 of the mean) is summed anew from the window.
Series offset_from_mean(Series x, Series source, Series mean, std::size_t period);

/// 1 where that offset is positive, 0 elsewhere, also where it is NaN.
Series above_mean(Series x, Series source, Series mean, std::size_t period);

}  // namespace taipan
