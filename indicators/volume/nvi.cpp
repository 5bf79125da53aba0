#include "indicators/define.h"
#include "indicators/operators/volume_index.h"

TAIPAN_INDICATOR(nvi, "Negative Volume Index") {
  in.source("Paul Dysart, 1936; Norman Fosback, Stock Market Logic, 1976");
  in.formula("1000, then times close / close before on bars whose volume fell");
  in.check_order({Check::empty, Check::mismatch, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch,
             "{name}: Close and volume length mismatch: close={close_len}, volume={volume_len}");
  in.message(Check::all_nan, "{name}: All values are NaN in both close and volume.");
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  in.needs(2);
  return volume_index(close, volume, VolumeMove::falls, 1000.0);
}
