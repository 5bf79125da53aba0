#include "indicators/define.h"

TAIPAN_INDICATOR(adx, "Average Directional Index") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula(
      "Wilder's average of 100 * |plus - minus| / (plus + minus), the directional movements "
      "summed from the first `period` ones; 0 where both are 0. The true range cancels.");
  in.check_order({Check::mismatch, Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::mismatch, "{name}: Input arrays must have the same length");
  in.message(Check::period, "{name}: Invalid period: period = {period}, data_len = {data_len}");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  in.series("close", Field::close);
  auto period = in.period("period", 14);
  in.needs(period + 1);
  return wilder(directional_index(high, low, period, period, Standstill::zero), period);
}
