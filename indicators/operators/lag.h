// Earlier values, and differences to them.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// x[t - bars].
Series lag(Series x, std::size_t bars);
/// x[t] - x[t - bars].
Series difference(Series x, std::size_t bars = 1);
/// x[t] - x[t - 1], and 0 for the first value.
Series change(Series x);
/// max(x[t] - x[t-1], 0) and max(x[t-1] - x[t], 0).
struct Moves {
  Series up;
  Series down;
};
Moves moves(Series x);

}  // namespace taipan
