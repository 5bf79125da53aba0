// The range of a bar including the gap from the close before it.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// max(high - low, |high - close'|, |low - close'|); high - low at the first bar. J. Welles Wilder,
/// New Concepts in Technical Trading Systems, 1978.
Series true_range(Series high, Series low, Series close);

}  // namespace taipan
