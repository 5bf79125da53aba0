// Welles Wilder's directional movement, from the bars to the index in one pass.
#pragma once

#include <cstddef>

#include "indicators/core/graph.h"

namespace taipan {

/// How far the bar's high rises above the last one, or its low falls below it, whichever is more
/// and more than 0, summed as Wilder sums: the movements of the first `bars` bars after the first,
/// then S += x - S / period. A NaN is no movement. J. Welles Wilder, New Concepts in Technical
/// Trading Systems, 1978.
struct Directional {
  Series plus;
  Series minus;
};
Directional directional_sums(Series high, Series low, std::size_t period, std::size_t bars);

/// Both sums as percentages of the true range summed alike; 0 where that is 0.
Directional directional_indicators(Series high, Series low, Series close, std::size_t period,
                                   std::size_t bars);

/// What the index says when neither sum holds a movement.
enum class Standstill { zero, repeats };

/// 100 |plus - minus| / (plus + minus) of the sums; the true range cancels.
Series directional_index(Series high, Series low, std::size_t period, std::size_t bars,
                         Standstill standstill);

}  // namespace taipan
