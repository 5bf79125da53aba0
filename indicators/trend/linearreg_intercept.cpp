#include "indicators/define.h"

TAIPAN_INDICATOR(linearreg_intercept, "Linear Regression Intercept") {
  in.source("Least squares: Adrien-Marie Legendre, Nouvelles methodes, 1805");
  in.formula(
      "the least-squares line through the last `period` values, at the oldest of them (not one bar "
      "before it)");
  in.stream_name("LinearRegIntercept");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  return regression_value(data, period, 1.0 - static_cast<double>(period));
}
