#include "indicators/define.h"

TAIPAN_INDICATOR(macd, "Moving Average Convergence/Divergence") {
  in.source("Gerald Appel, The Moving Average Convergence-Divergence Trading Method, 1979");
  in.formula("fast average - slow average, the average of that line (signal), and their distance");
  in.message(Check::empty, "{name}: input data slice is empty");
  in.message(Check::period,
             "{name}: Invalid period: fast = {fast_period}, slow = {slow_period}, "
             "signal = {signal_period}, data length = {data_len}");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto fast = in.period("fast_period", 12);
  auto slow = in.period("slow_period", 26);
  auto signal = in.period("signal_period", 9);
  auto average = in.text("ma_type", "ema", moving_average_names());
  in.value_message("ma_type", "{name}: Unknown MA type: {value}");
  in.needs(slow);

  Series line = moving_average(average, data, fast) - moving_average(average, data, slow);
  Series smoothed = moving_average(average, line, signal);
  return {{"macd", line}, {"signal", smoothed}, {"hist", line - smoothed}};
}
