#include "indicators/define.h"
#include "indicators/operators/volume_force.h"

TAIPAN_INDICATOR(kvo, "Klinger Volume Oscillator") {
  in.source("Stephen J. Klinger, Technical Analysis of Stocks & Commodities, December 1997");
  in.formula(
      "ema(force, short_period) - ema(force, long_period), both from the first force: "
      "100 * volume * |2 * (high - low) / span - 1|, negative unless high + low + close rises, "
      "where span adds up high - low since the bar before the present rise or fall");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::period,
             "{name}: Invalid period settings: short={short_period}, long={long_period}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  auto fast = in.period("short_period", 2, 1, {"short_range", "shorts"});
  auto slow = in.period("long_period", 5, 1, {"long_range", "longs"});
  in.needs(2);
  return volume_force_oscillator({high, low, close, volume}, fast, slow);
}
