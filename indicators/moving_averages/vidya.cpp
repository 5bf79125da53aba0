#include "indicators/define.h"

TAIPAN_INDICATOR(vidya, "Variable Index Dynamic Average") {
  in.source("Tushar Chande, Technical Analysis of Stocks & Commodities, March 1992");
  in.formula(
      "y = x before the first full `long_period`, then y += alpha * (s / l) * (x - y), where s and "
      "l are the standard deviations (divisor the period) of the last `short_period` and "
      "`long_period` values; no step where l is 0");
  in.check_order({Check::empty, Check::period, Check::values, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Input data slice is empty.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto near = in.period("short_period", 2, 2);
  auto far = in.period("long_period", 5, 2);
  in.ordered(
      "short_period", Order::at_most, "long_period",
      "{name}: Invalid period: period = {long_period}, less than short_period = {short_period}");
  auto alpha = in.real("alpha", 0.2, within(0.0, 1.0));
  in.value_message("alpha", "{name}: Invalid alpha: {alpha}");
  in.needs(far);

  Series narrow = rolling_standard_deviation(data, near).deviation;
  Series wide = rolling_standard_deviation(data, far).deviation;
  Series gain = alpha * divide(narrow, wide, 0.0);
  return adaptive_average(data, gain.begun_at(gain.start() - 1));
}
