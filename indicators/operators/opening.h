// Values that stand in for what is not known yet at the beginning of a line.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// `value` in place of the first `count` values of x.
Series opened_with(double value, std::size_t count, Series x);

/// x[t - 1], and `value` at the first.
Series previous(Series x, double value);

}  // namespace taipan
