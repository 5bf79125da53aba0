#include "indicators/define.h"

TAIPAN_INDICATOR(dm, "Directional Movement") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula(
      "rises of the high (plus) and falls of the low (minus), the larger of the two only, as "
      "Wilder's running sums: the first period - 1 moves, then S += move - S / period");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided (or high/low length mismatch).");
  in.message(Check::mismatch, "{name}: Empty data provided (or high/low length mismatch).");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto period = in.period("period", 14);

  auto [plus, minus] = directional_sums(high, low, period, period - 1);
  return {{"plus", plus}, {"minus", minus}};
}
