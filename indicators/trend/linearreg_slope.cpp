#include "indicators/define.h"

TAIPAN_INDICATOR(linearreg_slope, "Linear Regression Slope") {
  in.source("Least squares: Adrien-Marie Legendre, Nouvelles methodes, 1805");
  in.formula("rise a bar of the least-squares line through the last `period` values");
  in.stream_name("LinearRegSlope");
  in.check_order({Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14, 2);
  return regression_slope(data, period);
}
