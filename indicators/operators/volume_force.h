// Stephen Klinger's volume force and its oscillator.
#pragma once

#include <cstddef>

#include "indicators/operators/bar_series.h"

namespace taipan {

/// The force's exponential average over `fast` bars less that over `slow`, both from its first
/// value, on the second bar. The trend rises or falls with high + low + close and stays where that
/// does; `span` adds up the ranges (high - low) of a trend from the bar before it on; the force is
/// 100 * volume * |2 * range / span - 1|, negative unless the trend rises. NaN once a span is 0.
Series volume_force_oscillator(const BarSeries& bars, std::size_t fast, std::size_t slow);

}  // namespace taipan
