// How far the price moves for the volume it takes.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Change of (high + low) / 2 from the bar before, over volume / 10000 / (high - low); NaN where
/// high equals low.
Series ease_of_movement(Series high, Series low, Series volume);

}  // namespace taipan
