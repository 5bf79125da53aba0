#include <algorithm>

#include "indicators/define.h"

namespace taipan {
namespace {

// The middle of a bar in the range of its window, smoothed and kept within (-1, 1). The bound is
// applied to the value before while the next one is on its way, so that only one of the two waits.
struct FisherState {
  static constexpr std::size_t inputs = 3;  // middle, highest, lowest
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 0;
  using Row = std::array<double, inputs>;

  double value = 0.0;  // not yet bounded

  std::array<double, 1> first(const Row& row) { return next(row); }
  std::array<double, 1> next(const Row& row) {
    const auto [middle, highest, lowest] = row;
    const double range = std::max(highest - lowest, least_range);
    const double place = 0.66 * ((middle - lowest) / range - 0.5);
    const double within = kept * value + place;
    const double above = kept * bound + place;
    const double below = place - kept * bound;
    value = select(value > limit, above, select(value < -limit, below, within));
    const double bounded = select(value > limit, bound, select(value < -limit, -bound, value));
    return {(1.0 + bounded) / (1.0 - bounded)};
  }

  static constexpr double least_range = 0.001;
  static constexpr double kept = 0.67;
  static constexpr double limit = 0.99;
  static constexpr double bound = 0.999;
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(fisher, "Fisher Transform") {
  in.source("John Ehlers, Technical Analysis of Stocks & Commodities, November 2002");
  in.formula(
      "fisher: 0.5 * log((1 + v) / (1 - v)) + 0.5 * fisher', where v = 0.67 v' + 0.66 * (r - 0.5), "
      "beyond 0.99 set to 0.999, and r the place of (high + low) / 2 in its range over `period` "
      "bars; signal: fisher', from 0");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: Mismatched data length: high={high_len}, low={low_len}");
  in.range_message("{name}: Invalid range expansion: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto period = in.period("period", 9);

  Series middle = 0.5 * (high + low);
  Series odds = scan("fisher", FisherState{},
                     {middle, rolling_max(middle, period), rolling_min(middle, period)})
                    .front();
  Series fisher = decaying_sum(log(odds), 0.5, 0.5);
  return {{"fisher", fisher}, {"signal", previous(fisher, 0.0)}};
}
