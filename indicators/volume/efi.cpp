#include "indicators/define.h"

TAIPAN_INDICATOR(efi, "Elder's Force Index") {
  in.source("Alexander Elder, Trading for a Living, 1993");
  in.formula(
      "ema of volume * (price - price before), from the first such product; the value before it "
      "where a NaN leaves none");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range expansion: start={start} end={end} step={step}");
  auto price = in.series("price", Field::close);
  auto volume = in.series("volume", Field::volume);
  auto period = in.period("period", 13);
  in.needs(2);
  return ema(difference(price) * volume, period, Seed::first_finite);
}
