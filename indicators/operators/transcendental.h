// Logarithm and arctangent of a line, to a few units in the last place.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Natural; minus infinity for 0, NaN for less.
Series log(Series x);

/// In radians.
Series atan(Series x);

}  // namespace taipan
