#include "indicators/define.h"

TAIPAN_INDICATOR(stddev, "Standard Deviation") {
  in.source("Karl Pearson, Philosophical Transactions of the Royal Society of London, 1894");
  in.formula("nbdev times the standard deviation of the last `period` values (divisor `period`)");
  in.stream_name("StdDev");
  in.check_order({Check::empty, Check::all_nan, Check::values, Check::period, Check::enough});
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 5);
  auto nbdev = in.real("nbdev", 1.0, {.minimum = 0.0});
  in.value_message("nbdev", "{name}: Invalid nbdev: {nbdev}. Must be non-negative and finite.");

  Series deviation = rolling_standard_deviation(data, period).deviation;
  return nbdev == 1.0 ? deviation : nbdev * deviation;
}
