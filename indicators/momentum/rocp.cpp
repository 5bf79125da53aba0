#include "indicators/define.h"

TAIPAN_INDICATOR(rocp, "Rate of Change as a Fraction") {
  in.formula("(x - x') / x', x' the value `period` bars earlier");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 10);
  return rate_of_change(data, period, Rate::fraction);
}
