#include "indicators/define.h"

TAIPAN_INDICATOR(linreg, "Linear Regression") {
  in.source("Least squares: Adrien-Marie Legendre, Nouvelles methodes, 1805");
  in.formula("end of the least-squares line through the last `period` values");
  in.stream_name("LinReg");
  in.message(Check::empty, "{name}: No data provided (All values are NaN).");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  return regression_value(data, period);
}
