#include <algorithm>
#include <limits>

#include "indicators/define.h"

namespace taipan {
namespace {

// high, low, close and the average range, from its first value on.
struct SupertrendState {
  static constexpr std::size_t inputs = 4;
  static constexpr std::size_t outputs = 2;
  static constexpr std::size_t warmup = 0;
  using Row = std::array<double, inputs>;

  double factor;
  double upper = 0.0;
  double lower = 0.0;
  double close = 0.0;
  double falls = 0.0;  // 1 while the line is the upper band

  std::array<double, 2> first(const Row& bar) {
    const auto [up, down] = bands(bar);
    upper = up;
    lower = down;
    close = bar[2];
    falls = select(close <= upper, 1.0, 0.0);
    return {line(), 0.0};
  }

  std::array<double, 2> next(const Row& bar) {
    const auto [up, down] = bands(bar);
    // Bands only tighten, unless the close before has crossed them.
    constexpr double infinity = std::numeric_limits<double>::infinity();
    upper = std::min(up, select(close > upper, infinity, upper));
    lower = std::max(down, select(close < lower, -infinity, lower));
    close = bar[2];
    const double before = falls;
    falls =
        select(before == 1.0, select(close <= upper, 1.0, 0.0), select(close >= lower, 0.0, 1.0));
    return {line(), select(falls == before, 0.0, 1.0)};
  }

  std::array<double, 2> bands(const Row& bar) const {
    const double middle = 0.5 * (bar[0] + bar[1]);
    return {middle + factor * bar[3], middle - factor * bar[3]};
  }
  double line() const { return select(falls == 1.0, upper, lower); }
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(supertrend, "SuperTrend") {
  in.source("Olivier Seban, 2008");
  in.formula(
      "the band (high + low) / 2 -/+ factor * atr that trails the close, tightening only, until "
      "the "
      "close crosses it; changed is 1 on the bar of a crossing");
  in.stream_name("SuperTrend");
  in.check_order(
      {Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough, Check::values});
  in.message(Check::empty, "{name}: Empty data provided.");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto period = in.period("period", 10);
  auto factor = in.real("factor", 3.0);

  Series range = wilder(true_range(high, low, close), period);
  auto both = scan("supertrend", SupertrendState{factor}, {high, low, close, range});
  return {{"trend", both[0]}, {"changed", both[1]}};
}
