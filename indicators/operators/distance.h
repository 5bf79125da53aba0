// How far values have come from earlier ones of another line.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// |x[t] - from[t - 1]|, and 0 at the first.
Series distance_from_last(Series x, Series from);

}  // namespace taipan
