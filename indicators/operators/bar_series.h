// The columns of a bar that indicators of volume read together.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

struct BarSeries {
  Series high;
  Series low;
  Series close;
  Series volume;
};

}  // namespace taipan
