#include "indicators/define.h"

TAIPAN_INDICATOR(roc, "Rate of Change") {
  in.formula(
      "100 * x / x' - 100, x' the value `period` bars earlier; 0 where x' is 0 or not a number");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 9);
  return rate_of_change(data, period, Rate::percent);
}
