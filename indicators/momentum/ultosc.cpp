#include <algorithm>

#include "indicators/define.h"

TAIPAN_INDICATOR(ultosc, "Ultimate Oscillator") {
  in.source("Larry Williams, Technical Analysis of Stocks & Commodities, August 1985");
  in.formula(
      "100 / 7 * (4 a + 2 b + c), each the sum of close - min(low, close') over its period, "
      "divided "
      "by that of max(high, close') - min(low, close'); 0 where that is 0");
  in.message(Check::mismatch, "{name}: Inconsistent input lengths");
  in.message(Check::all_nan, "{name}: All values are NaN (or their preceding data is NaN).");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  in.stream_name("UltOsc");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto one = in.period("timeperiod1", 7, 1, {"", "timeperiod1"});
  auto two = in.period("timeperiod2", 14, 1, {"", "timeperiod2"});
  auto three = in.period("timeperiod3", 28, 1, {"", "timeperiod3"});
  in.needs(std::max({one, two, three}) + 1);

  auto [pressure, range] = buying_pressure(high, low, close);
  const auto part = [p = pressure, r = range](double weight, std::size_t period) {
    return divide(weight * rolling_sum(p, period), rolling_sum(r, period), 0.0);
  };
  return part(400.0 / 7.0, one) + part(200.0 / 7.0, two) + part(100.0 / 7.0, three);
}
