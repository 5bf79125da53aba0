// Which of two lines is the higher.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// 1 where a > b, and 0 elsewhere: also where either is NaN.
Series above(Series a, Series b);

}  // namespace taipan
