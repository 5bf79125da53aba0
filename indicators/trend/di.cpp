#include "indicators/define.h"

TAIPAN_INDICATOR(di, "Directional Indicators") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula(
      "directional movements (dm) as percentages of the true range summed alike; 0 where that sum "
      "is 0");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range expansion: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto period = in.period("period", 14);

  auto [plus, minus] = directional_indicators(high, low, close, period, period - 1);
  return {{"plus", plus}, {"minus", minus}};
}
