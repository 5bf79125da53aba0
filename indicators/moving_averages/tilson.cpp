#include "indicators/define.h"

TAIPAN_INDICATOR(tilson, "Tilson T3 Moving Average") {
  in.source("Tim Tilson, Technical Analysis of Stocks & Commodities, January 1998");
  in.formula(
      "-v^3 e6 + 3 (v^2 + v^3) e5 - (6 v^2 + 3 v + 3 v^3) e4 + (1 + 3 v + v^3 + 3 v^2) e3, where "
      "each e is the ema of the one before, from the mean of its first `period` values");
  in.check_order({Check::empty, Check::all_nan, Check::period, Check::values, Check::enough});
  in.range_message(
      "{name}: Invalid integer range expansion: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 5);
  auto v = in.real("volume_factor", 0.0);
  in.value_message("volume_factor", "{name}: Invalid volume factor: {value}");
  in.needs(6 * (period - 1) + 1);

  const double gain = 2.0 / (static_cast<double>(period) + 1.0);
  const double v2 = v * v;
  const double v3 = v2 * v;
  std::vector<double> weights{
      0.0, 0.0, 1.0 + 3.0 * v + v3 + 3.0 * v2, -6.0 * v2 - 3.0 * (v + v3), 3.0 * (v2 + v3), -v3};
  // Later averages than those that count need not be taken; with v = 0 it is three of six.
  while (weights.back() == 0.0) weights.pop_back();
  Series line = exponential_cascade(data, {gain, CascadeSeed::mean, period, std::move(weights)});
  return line.from(data.start() + 6 * (period - 1));
}
