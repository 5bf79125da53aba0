// The part of a bar's true range that buyers won.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// `pressure`: close - min(low, close'), `range`: max(high, close') - min(low, close'), close' the
/// close before; from the second bar on. Both are 0 where any of them is NaN.
struct BuyingPressure {
  Series pressure;
  Series range;
};
BuyingPressure buying_pressure(Series high, Series low, Series close);

}  // namespace taipan
