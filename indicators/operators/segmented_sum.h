// Running totals that begin anew.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// The sum of x since `restart` was last not 0, the value there included; from the first value
/// before that. A NaN in either spoils what follows up to the next restart.
Series segmented_sum(Series x, Series restart);

}  // namespace taipan
