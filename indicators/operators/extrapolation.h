// A line carried on by its last move, to make up for the lag of an average.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// 2 x[t] - x[t - bars], and x[t] itself while there is no value that long ago.
Series extrapolated(Series x, std::size_t bars);

}  // namespace taipan
