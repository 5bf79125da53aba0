#include "indicators/define.h"
#include "indicators/operators/volume_index.h"

TAIPAN_INDICATOR(pvi, "Positive Volume Index") {
  in.source("Paul Dysart, 1936; Norman Fosback, Stock Market Logic, 1976");
  in.formula("initial_value, then times close / close before on bars whose volume rose");
  in.check_order({Check::empty, Check::mismatch, Check::all_nan, Check::enough, Check::values});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: close and volume data have different lengths");
  in.message(Check::enough,
             "{name}: Not enough valid data: needed at least {needed} valid data points, got "
             "{valid}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  auto initial = in.real("initial_value", 1000.0);
  in.needs(2);
  return volume_index(close, volume, VolumeMove::rises, initial);
}
