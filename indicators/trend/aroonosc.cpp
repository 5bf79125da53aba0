#include "indicators/define.h"
#include "indicators/operators/extreme_position.h"

TAIPAN_INDICATOR(aroonosc, "Aroon Oscillator") {
  in.source("Tushar Chande, Technical Analysis of Stocks & Commodities, September 1995");
  in.formula(
      "100 * (bars since the lowest low - bars since the highest high) / length, over `length` "
      "bars and the present one; of equal extremes the oldest counts");
  in.stream_name("AroonOsc");
  in.message(Check::mismatch,
             "{name}: Mismatch in high/low slice length: high_len={high_len}, low_len={low_len}");
  in.message(Check::period, "{name}: Invalid length: length = {length}, data length = {data_len}");
  in.message(Check::enough, "{name}: Not enough data: needed = {needed}, valid = {valid}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto length = in.period("length", 14);
  in.needs(length + 1);

  const double percent = 100.0 / static_cast<double>(length);
  return percent * highest_position(high, length + 1) - percent * lowest_position(low, length + 1);
}
