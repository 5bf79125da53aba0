#include "indicators/define.h"
#include "indicators/operators/mean_oscillation.h"

TAIPAN_INDICATOR(vosc, "Volume Oscillator") {
  in.formula(
      "100 * (short mean - long mean) / long mean, of the last short_period and long_period "
      "volumes");
  in.message(Check::empty, "{name}: empty input data");
  in.message(Check::period, "{name}: invalid period: period = {period}, data length = {data_len}");
  in.range_message("{name}: invalid batch range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::volume);
  auto near = in.period("short_period", 2);
  auto far = in.period("long_period", 5);
  in.ordered("short_period", Order::at_most, "long_period", "{name}: short_period > long_period");
  return mean_oscillation(data, near, far);
}
