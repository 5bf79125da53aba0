#include "indicators/define.h"

TAIPAN_INDICATOR(sma, "Simple Moving Average") {
  in.source("in common use; no single author");
  in.formula("mean of the last `period` values");
  in.check_order({Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty input data.");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 9);
  return rolling_mean(data, period);
}
