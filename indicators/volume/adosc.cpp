#include "indicators/define.h"
#include "indicators/operators/accumulation.h"

TAIPAN_INDICATOR(adosc, "Chaikin A/D Oscillator") {
  in.source("Marc Chaikin");
  in.formula(
      "ema(total, short_period) - ema(total, long_period), both from the first value, of the "
      "running total of volume * ((close - low) - (high - close)) / (high - low), nothing where "
      "high equals low");
  in.check_order({Check::mismatch, Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: input data is empty");
  in.message(Check::mismatch,
             "All input arrays must have the same length. Got high={high_len}, low={low_len}, "
             "close={close_len}, volume={volume_len}");
  in.message(Check::period,
             "{name}: Invalid period: short={short_period}, long={long_period}, "
             "data length={data_len}");
  in.message(Check::enough, "{name}: not enough valid data: needed={needed}, valid={valid}");
  in.range_message("{name}: invalid range expansion: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  auto fast = in.period("short_period", 3, 1, {"", "shorts"});
  auto slow = in.period("long_period", 10, 1, {"", "longs"});
  in.ordered("short_period", Order::less, "long_period",
             "{name}: short_period must be less than long_period: short={short_period}, "
             "long={long_period}");
  return accumulation_oscillator({high, low, close, volume}, fast, slow);
}
