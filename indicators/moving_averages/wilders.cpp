#include "indicators/define.h"

TAIPAN_INDICATOR(wilders, "Wilder's Moving Average") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula("y += (x - y) / period from the mean of the first `period` values");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 5);
  return wilder(data, period);
}
