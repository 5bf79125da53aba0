#include "indicators/define.h"

TAIPAN_INDICATOR(var, "Variance") {
  in.source("Ronald Fisher, Transactions of the Royal Society of Edinburgh, 1918");
  in.formula("nbdev^2 times the variance of the last `period` values (divisor `period`)");
  in.message(Check::empty, "{name}: input data is empty (All values are NaN).");
  in.range_message("{name}: invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  auto nbdev = in.real("nbdev", 1.0);
  in.value_message("nbdev", "{name}: nbdev is NaN or infinite: {nbdev}");

  Series variance = rolling_moments(data, period).variance;
  return nbdev == 1.0 ? variance : nbdev * nbdev * variance;
}
