#include "indicators/define.h"

TAIPAN_INDICATOR(cci, "Commodity Channel Index") {
  in.source("Donald Lambert, Commodities, October 1980");
  in.formula(
      "(x - m) / (0.015 * d), m the mean of the last `period` values and d the mean of their "
      "distances from it; 0 where d is 0");
  in.range_message("{name}: invalid range expansion: start={start} end={end} step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);

  auto [offset, distance] = mean_distance(data, period);
  return divide(offset, 0.015 * distance, 0.0);
}
