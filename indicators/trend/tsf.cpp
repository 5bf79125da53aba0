#include "indicators/define.h"

TAIPAN_INDICATOR(tsf, "Time Series Forecast") {
  in.source("Least squares: Adrien-Marie Legendre, Nouvelles methodes, 1805");
  in.formula("the least-squares line through the last `period` values, one bar ahead");
  in.check_order({Check::empty, Check::all_nan, Check::minimum, Check::period, Check::enough});
  in.message(Check::minimum,
             "{name}: Period must be at least 2 for linear regression, got {period}");
  in.range_message("{name}: Invalid batch range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14, 2);
  return regression_value(data, period, 1.0);
}
