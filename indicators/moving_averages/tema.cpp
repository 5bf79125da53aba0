#include "indicators/define.h"

TAIPAN_INDICATOR(tema, "Triple Exponential Moving Average") {
  in.source("Patrick Mulloy, Technical Analysis of Stocks & Commodities, January 1994");
  in.formula(
      "3 * e1 - 3 * e2 + e3, each the ema of the one before; e1 begins with the first value, e2 "
      "and "
      "e3 period - 1 values after the one before");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 9);

  const double gain = 2.0 / (static_cast<double>(period) + 1.0);
  Series line = exponential_cascade(data, {gain, CascadeSeed::first, period, {3.0, -3.0, 1.0}});
  return line.from(data.start() + 3 * (period - 1));
}
