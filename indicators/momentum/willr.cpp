#include "indicators/define.h"

TAIPAN_INDICATOR(willr, "Williams %R") {
  in.source("Larry Williams, How I Made One Million Dollars Last Year Trading Commodities, 1973");
  in.formula("100 * (close - highest high) / (highest high - lowest low), 0 where the range is 0");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty input data or mismatched slices.");
  in.message(Check::mismatch, "{name}: Empty input data or mismatched slices.");
  in.message(Check::all_nan, "{name}: All input values are NaN.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto period = in.period("period", 14);
  return range_shortfall(close, rolling_max(high, period), rolling_min(low, period), {0.0, 0.0});
}
