#include "indicators/define.h"
#include "indicators/operators/ease_of_movement.h"

TAIPAN_INDICATOR(emv, "Ease of Movement") {
  in.source("Richard W. Arms");
  in.formula(
      "change of (high + low) / 2, over volume / 10000 / (high - low); NaN where high equals low. "
      "The close is not used.");
  in.message(Check::empty, "{name}: input data slice is empty");
  in.message(Check::all_nan, "{name}: All values are NaN");
  in.message(Check::enough, "{name}: not enough valid data: needed = {needed}, valid = {valid}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  in.needs(2);
  return ease_of_movement(high, low, volume);
}
