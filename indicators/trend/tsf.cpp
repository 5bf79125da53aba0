#include "indicators/define.h"

TAIPAN_INDICATOR(tsf, "Time Series Forecast") {
  in.formula("the least-squares line through the last `period` values, one bar ahead");
  in.range_message("{name}: Invalid batch range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14, 2);
  return regression_value(data, period, 1.0);
}
