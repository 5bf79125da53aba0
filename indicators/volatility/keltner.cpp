#include "indicators/define.h"

TAIPAN_INDICATOR(keltner, "Keltner Channels") {
  in.source(
      "Chester Keltner, How to Make Money in Commodities, 1960; with the average true range "
      "after Linda Bradford Raschke");
  in.formula("an average of `source`, and bands `multiplier` times atr above and below it");
  in.check_order(
      {Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough, Check::values});
  in.message(Check::empty, "{name}: empty data provided.");
  in.message(Check::mismatch, "{name}: invalid input: {lengths}");
  in.message(Check::period, "{name}: invalid period: period = {period}, data length = {data_len}");
  in.message(Check::all_nan, "{name}: all values are NaN.");
  in.message(Check::enough, "{name}: not enough valid data: needed = {needed}, valid = {valid}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto source = in.series("source", Field::close);
  auto period = in.period("period", 20);
  auto multiplier = in.real("multiplier", 2.0);
  auto average = in.text("ma_type", "ema", moving_average_names());
  in.only_in({Call::single, Call::stream}, "ma_type");
  in.value_message("ma_type", "{name}: MA error: {value}");

  Series middle = moving_average(average, source, period);
  Series range = wilder(true_range(high, low, close), period);
  return {{"upper_band", middle + multiplier * range, "upper"},
          {"middle_band", middle, "middle"},
          {"lower_band", middle - multiplier * range, "lower"}};
}
