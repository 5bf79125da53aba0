#include "indicators/define.h"

TAIPAN_INDICATOR(donchian, "Donchian Channels") {
  in.source("Richard Donchian, Financial Analysts Journal, 1960");
  in.formula("highest high and lowest low of the last `period` bars, and the middle of the two");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: High/Low data slices have different lengths.");
  in.range_message("{name}: invalid range expansion: start={start} end={end} step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto period = in.period("period", 20);

  Series upper = rolling_max(high, period);
  Series lower = rolling_min(low, period);
  return {{"upperband", upper, "upper"},
          {"middleband", lower + 0.5 * (upper - lower), "middle"},
          {"lowerband", lower, "lower"}};
}
