#include "indicators/define.h"
#include "indicators/operators/extreme_position.h"

TAIPAN_INDICATOR(aroon, "Aroon") {
  in.source("Tushar Chande, Technical Analysis of Stocks & Commodities, September 1995");
  in.formula(
      "100 * (length - bars since the highest high, or the lowest low) / length, over `length` "
      "bars and the present one; of equal extremes the oldest counts");
  in.message(Check::mismatch,
             "{name}: Mismatch in high/low slice length: high_len={high_len}, low_len={low_len}");
  in.message(Check::period, "{name}: Invalid length: length = {length}, data length = {data_len}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto length = in.period("length", 14);

  const double percent = 100.0 / static_cast<double>(length);
  return {{"aroon_up", highest_position(high, length + 1, percent), "up"},
          {"aroon_down", lowest_position(low, length + 1, percent), "down"}};
}
