#include "indicators/define.h"

TAIPAN_INDICATOR(midprice, "Midprice") {
  in.formula("middle between the highest high and the lowest low of the last `period` bars");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch,
             "{name}: Mismatched data length: high_len = {high_len}, low_len = {low_len}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto period = in.period("period", 14);
  return 0.5 * rolling_max(high, period) + 0.5 * rolling_min(low, period);
}
