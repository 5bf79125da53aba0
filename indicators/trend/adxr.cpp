#include "indicators/define.h"

TAIPAN_INDICATOR(adxr, "Average Directional Movement Rating") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula("mean of the average directional index (adx) and what it was `period` bars before");
  in.message(Check::empty, "{name}: Empty input data (All values are NaN).");
  in.message(Check::mismatch,
             "{name}: HLC data length mismatch: high={high_len}, low={low_len}, close={close_len}");
  in.message(Check::enough, "{name}: Not enough data: needed = {needed}, valid = {valid}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  in.series("close", Field::close);
  auto period = in.period("period", 14);
  in.needs(period + 1);

  Series adx = wilder(directional_index(high, low, period, period, Standstill::zero), period);
  return 0.5 * adx + 0.5 * lag(adx, period);
}
