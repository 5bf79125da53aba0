// A line that waits.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// x where `move` is not 0; where it is, what was said last, to the bit, and x at the first.
Series held(Series x, Series move);

}  // namespace taipan
