#include "indicators/define.h"

TAIPAN_INDICATOR(wma, "Weighted Moving Average") {
  in.source("in common use; no single author");
  in.formula("mean of the last `period` values weighted 1 (oldest) to `period` (newest)");
  in.range_message("{name}: Invalid range expansion: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 30, 2);
  // Linear weights see of a window only its line: the mean is that line at the weights' middle.
  return regression_value(data, period, (1.0 - static_cast<double>(period)) / 3.0);
}
