// Running totals of volume. Marc Chaikin's flow: volume that goes in while the close lies near the
// high, and out near the low. A bar's flow is volume * ((close - low) - (high - close)) / (high -
// low), 0 where high equals low. A NaN poisons what follows.
#pragma once

#include <cstddef>

#include "indicators/operators/bar_series.h"

namespace taipan {

/// Running total of the flow.
Series accumulated_flow(const BarSeries& bars);

/// Joseph Granville's balance: running total of the volume, added on a rise of the close and taken
/// off on a fall, from 0.
Series accumulated_balance(Series close, Series volume);

/// The total's exponential average over `fast` bars less that over `slow`, both from the first
/// total.
Series accumulation_oscillator(const BarSeries& bars, std::size_t fast, std::size_t slow);

}  // namespace taipan
