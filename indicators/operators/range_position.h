// Where a value lies in a range, in percent.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// What a range of no width answers: one number where x is that very value, another elsewhere.
struct Flat {
  double on;
  double off;
};

/// 100 (x - low) / (high - low): from 0 at `low` to 100 at `high`.
Series range_position(Series x, Series high, Series low, Flat flat);

/// 100 (x - high) / (high - low): from -100 at `low` to 0 at `high`.
Series range_shortfall(Series x, Series high, Series low, Flat flat);

}  // namespace taipan
