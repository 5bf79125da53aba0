#include <limits>

#include "indicators/define.h"

TAIPAN_INDICATOR(natr, "Normalised Average True Range") {
  in.source("John Forman, Technical Analysis of Stocks & Commodities, May 2006");
  in.formula("100 * atr / close");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided for NATR.");
  in.message(Check::mismatch,
             "{name}: Mismatched lengths: expected = {high_len}, actual = {low_len}, {close_len}");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto period = in.period("period", 14);

  Series range = wilder(true_range(high, low, close), period);
  return divide(100.0 * range, close, std::numeric_limits<double>::quiet_NaN());
}
