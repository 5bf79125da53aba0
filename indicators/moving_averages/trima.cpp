#include "indicators/define.h"

TAIPAN_INDICATOR(trima, "Triangular Moving Average") {
  in.formula(
      "mean of `period - m + 1` values of the mean of m, where m = (period + 1) / 2 rounded down");
  in.check_order({Check::empty, Check::all_nan, Check::period, Check::minimum, Check::enough});
  in.message(Check::minimum, "{name}: Period too small: {period}");
  in.message(Check::empty, "{name}: No data provided (input data slice is empty).");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 30, 4);

  const std::size_t inner = (period + 1) / 2;
  return rolling_mean(rolling_mean(data, inner), period - inner + 1);
}
