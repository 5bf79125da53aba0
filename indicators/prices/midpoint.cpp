#include "indicators/define.h"

TAIPAN_INDICATOR(midpoint, "Midpoint") {
  in.formula("middle between the highest and the lowest of the last `period` values");
  in.message(Check::empty, "{name}: Empty input data (All values are NaN).");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  return 0.5 * rolling_max(data, period) + 0.5 * rolling_min(data, period);
}
