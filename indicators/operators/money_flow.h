// Turnover on the side of the price's move.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// price * volume where the price rose above the one before (`up`) or fell below it (`down`), 0 on
/// the other side; both are 0 at the first bar and where the price did not move.
struct MoneyFlow {
  Series up;
  Series down;
};
MoneyFlow money_flow(Series price, Series volume);

}  // namespace taipan
