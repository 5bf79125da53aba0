#include <numbers>

#include "indicators/define.h"

TAIPAN_INDICATOR(linearreg_angle, "Linear Regression Angle") {
  in.source("Least squares: Adrien-Marie Legendre, Nouvelles methodes, 1805");
  in.formula("arctangent, in degrees, of the slope of linearreg_slope");
  in.stream_name("Linearreg_angle");
  in.message(Check::empty, "{name}: Empty data slice.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14, 2);
  return (180.0 / std::numbers::pi) * atan(regression_slope(data, period));
}
