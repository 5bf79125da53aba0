#include "indicators/define.h"

TAIPAN_INDICATOR(dx, "Directional Movement Index") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula(
      "100 * |plus - minus| / (plus + minus) of the directional movements (dm); the value before "
      "it (at first 0) where both are 0. The true range, a divisor of both, cancels.");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided for DX.");
  in.message(Check::all_nan, "{name}: All high, low, and close values are NaN.");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  in.series("close", Field::close);
  auto period = in.period("period", 14);
  return directional_index(high, low, period, period - 1, Standstill::repeats);
}
