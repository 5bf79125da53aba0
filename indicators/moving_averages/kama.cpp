#include "indicators/define.h"

TAIPAN_INDICATOR(kama, "Kaufman Adaptive Moving Average") {
  in.source("Perry Kaufman, Smarter Trading, 1995");
  in.formula(
      "y += (r (2/3 - 2/31) + 2/31)^2 (x - y) from the value at `period`, where r is the way from "
      "`period` bars ago by the sum of the absolute changes since, 0 where there were none");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 30);
  in.needs(period + 1);

  const double fast = 2.0 / 3.0;
  const double slow = 2.0 / 31.0;
  Series gain = (fast - slow) * efficiency_ratio(data, period) + slow;
  return adaptive_average(data, gain * gain);
}
