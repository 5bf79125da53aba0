#include "indicators/define.h"

TAIPAN_INDICATOR(zlema, "Zero Lag Exponential Moving Average") {
  in.source("John Ehlers and Ric Way, Technical Analysis of Stocks & Commodities, November 2010");
  in.formula(
      "ema, beginning with the first value, of 2 * x - x' with x' (period - 1) / 2 bars ago; of x "
      "until there is one");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);

  Series ahead = extrapolated(data, (period - 1) / 2);
  return ema(ahead, period, Seed::first).from(data.start() + period - 1);
}
