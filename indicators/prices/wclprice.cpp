#include "indicators/define.h"

TAIPAN_INDICATOR(wclprice, "Weighted Close Price") {
  in.formula("(high + low + 2 close) / 4");
  in.message(Check::empty, "{name}: empty input");
  in.message(Check::all_nan, "{name}: all values are NaN");
  in.range_message("{name}: invalid range: start = {start}, end = {end}, step = {step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  // Columns of a sweep's result that say nothing.
  in.integer("period", 0, 0, 0);
  in.real("offset", 0.0, within(0.0, 0.0));
  in.real("sigma", 0.0, within(0.0, 0.0));
  for (const char* name : {"period", "offset", "sigma"}) in.only_in({}, name);
  return 0.25 * (high + low) + 0.5 * close;
}
