#include "indicators/define.h"
#include "indicators/operators/mean_residual.h"

TAIPAN_INDICATOR(mean_ad, "Mean Absolute Deviation") {
  in.formula(
      "mean of the last `period` distances |x - mean|, each to the mean of its own last `period` "
      "values");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 5);
  return mean_residual(data, period);
}
