#include "indicators/define.h"

TAIPAN_INDICATOR(dema, "Double Exponential Moving Average") {
  in.source("Patrick Mulloy, Technical Analysis of Stocks & Commodities, January 1994");
  in.formula("2 * ema(x) - ema(ema(x)), both beginning with the first value");
  in.check_order({Check::empty, Check::all_nan, Check::period, Check::length, Check::enough});
  in.range_message("{name}: invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 30);
  in.needs(2 * (period - 1));

  Series once = ema(data, period, Seed::first);
  Series twice = ema(once, period, Seed::first);
  return (2.0 * once - twice).from(data.start() + period - 1);
}
