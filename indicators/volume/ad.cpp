#include "indicators/define.h"
#include "indicators/operators/accumulation.h"

TAIPAN_INDICATOR(ad, "Chaikin Accumulation/Distribution Line") {
  in.source("Marc Chaikin");
  in.formula(
      "running total of volume * ((close - low) - (high - close)) / (high - low), nothing where "
      "high equals low");
  in.check_order({Check::mismatch, Check::empty, Check::all_nan});
  in.message(Check::mismatch,
             "{name}: Data length mismatch: high={high_len}, low={low_len}, close={close_len}, "
             "volume={volume_len}");
  in.message(Check::empty, "{name}: empty input data");
  in.message(Check::all_nan, "{name}: all values are NaN");
  in.batch_of_series();
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  return accumulated_flow({high, low, close, volume});
}
