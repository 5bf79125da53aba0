#include "indicators/define.h"
#include "indicators/operators/accumulation.h"

TAIPAN_INDICATOR(obv, "On-Balance Volume") {
  in.source("Joseph Granville, New Key to Stock Market Profits, 1963");
  in.formula(
      "running total of volume, added on a rise of the close and taken off on a fall, from 0");
  in.message(Check::mismatch,
             "{name}: Data length mismatch: close_len = {close_len}, volume_len = {volume_len}");
  auto close = in.series("close", Field::close);
  auto volume = in.series("volume", Field::volume);
  return accumulated_balance(close, volume);
}
