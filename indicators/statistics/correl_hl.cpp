#include "indicators/define.h"

TAIPAN_INDICATOR(correl_hl, "Correlation of High and Low") {
  in.source("Karl Pearson, Proceedings of the Royal Society of London, 1895");
  in.formula("correlation of the last `period` highs and lows; 0 where one of them does not vary");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data (high or low).");
  in.message(Check::mismatch, "{name}: Data length mismatch between high and low.");
  in.message(Check::all_nan, "{name}: All values are NaN in high or low.");
  in.range_message("{name}: invalid range: start={start} end={end} step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto period = in.period("period", 9);
  return rolling_correlation(high, low, period);
}
