#include "indicators/define.h"

TAIPAN_INDICATOR(mom, "Momentum") {
  in.formula("the value less the one `period` bars earlier");
  in.range_message("{name}: invalid range: start={start} end={end} step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 10);
  return difference(data, period);
}
