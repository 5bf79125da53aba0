#include "indicators/define.h"

TAIPAN_INDICATOR(smma, "Smoothed Moving Average") {
  in.formula("(y * (period - 1) + x) / period from the mean of the first `period` values");
  in.range_message("{name}: Invalid range expansion: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 7);
  return wilder(data, period);
}
