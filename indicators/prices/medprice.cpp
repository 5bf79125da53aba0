#include "indicators/define.h"

TAIPAN_INDICATOR(medprice, "Median Price") {
  in.formula("(high + low) / 2");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch,
             "{name}: Different lengths for high ({high_len}) and low ({low_len}).");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  // A sweep's range that changes nothing.
  in.integer("dummy", 0, 0, 1'000'000, {"", "params"});
  in.only_in({Call::batch}, "dummy");
  return 0.5 * high + 0.5 * low;
}
