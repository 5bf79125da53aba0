#include "indicators/define.h"

TAIPAN_INDICATOR(apo, "Absolute Price Oscillator") {
  in.source("Gerald Appel, 1979: the line of macd");
  in.formula("ema(x, short) - ema(x, long), both beginning with the first value");
  in.check_order({Check::empty, Check::all_nan, Check::period, Check::enough});
  in.message(Check::period, "{name}: Invalid period: short={short_period}, long={long_period}");
  in.message(Check::enough, "{name}: Not enough valid data: needed={needed}, valid={valid}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto fast = in.period("short_period", 10);
  auto slow = in.period("long_period", 20);
  in.ordered("short_period", Order::less, "long_period",
             "{name}: short_period not less than long_period: short={short_period}, "
             "long={long_period}");
  return ema(data, fast, Seed::first) - ema(data, slow, Seed::first);
}
