#include "indicators/define.h"

TAIPAN_INDICATOR(bollinger_bands_width, "Bollinger Bands Width") {
  in.source("John Bollinger, Bollinger on Bollinger Bands, 2001");
  in.formula(
      "(devup + devdn) * deviation / average over the last `period` values. Deviation: 0 standard "
      "(about the average itself for ema), 1 mean absolute, 2 median absolute");
  in.check_order({Check::empty, Check::period, Check::all_nan, Check::enough, Check::values});
  in.message(Check::empty, "bbw: Empty data provided.");
  in.message(Check::period, "bbw: Invalid period: period = {period}, data length = {data_len}");
  in.message(Check::all_nan, "bbw: All values are NaN.");
  in.message(Check::enough,
             "bbw: Not enough valid data for period: needed={needed}, valid={valid}");
  in.range_message("bbw: invalid range expansion: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 20);
  auto up = in.real("devup", 2.0);
  auto down = in.real("devdn", 2.0);
  auto average = in.text("matype", "sma", moving_average_names());
  auto kind = in.integer("devtype", 0, 0, 2);
  for (const char* name : {"matype", "devtype"}) in.only_in({Call::single, Call::stream}, name);
  in.value_message("matype", "bbw: MA calculation error: {value}");
  in.value_message("devtype", "bbw: Deviation calculation error: {value}");

  auto [middle, deviation] = average_and_deviation(average, data, period, kind);
  return (up + down) * deviation / middle;
}
