#include "indicators/define.h"

TAIPAN_INDICATOR(atr, "Average True Range") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula("Wilder's average of max(high - low, |high - close'|, |low - close'|)");
  in.check_order({Check::mismatch, Check::minimum, Check::empty, Check::length, Check::all_nan,
                  Check::enough});
  in.message(Check::mismatch,
             "Inconsistent slice lengths for ATR calculation: high={high_len}, low={low_len}, "
             "close={close_len}");
  in.message(Check::minimum, "Invalid length for ATR calculation (length={length}).");
  in.message(Check::empty, "{name}: No candles available for ATR calculation.");
  in.message(Check::length,
             "Not enough data to calculate ATR: length={length}, data length={data_len}");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto length = in.period("length", 14);
  return wilder(true_range(high, low, close), length);
}
