// A value against an earlier one, in proportion.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

enum class Rate {
  percent,          // 100 x / x' - 100; 0 where x' is 0 or NaN
  ratio,            // x / x'; 0 where x' is 0 or NaN
  fraction,         // (x - x') / x', whatever that is
  finite_fraction,  // the same; 0 where that is not finite
};

/// x' is the value `bars` earlier.
Series rate_of_change(Series x, std::size_t bars, Rate rate);

}  // namespace taipan
