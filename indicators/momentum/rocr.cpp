#include "indicators/define.h"

TAIPAN_INDICATOR(rocr, "Rate of Change Ratio") {
  in.formula("x / x', x' the value `period` bars earlier; 0 where x' is 0 or not a number");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 10);
  return rate_of_change(data, period, Rate::ratio);
}
