#include "indicators/define.h"

TAIPAN_INDICATOR(bollinger_bands, "Bollinger Bands") {
  in.source("John Bollinger, Bollinger on Bollinger Bands, 2001");
  in.formula(
      "an average, and bands `devup` above and `devdn` below it in units of the window's "
      "deviation: "
      "0 standard (divisor `period`), 1 mean absolute, 2 median absolute");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::enough,
             "{name}: Not enough valid data for period: needed={needed}, valid={valid}");
  in.range_message("{name}: invalid range expansion (start={start}, end={end}, step={step})");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 20);
  auto up = in.real("devup", 2.0);
  auto down = in.real("devdn", 2.0);
  auto average = in.text("matype", "sma", moving_average_names());
  auto kind = in.integer("devtype", 0, 0, 2);
  for (const char* name : {"matype", "devtype"}) {
    in.value_message(name,
                     "{name}: Underlying MA or Deviation function failed: {parameter} = {value}");
  }

  if (kind == 0 && average == "sma") {
    const Bands bands = deviation_bands(data, period, up, down);
    return {{"upper_band", bands.upper, "upper"},
            {"middle_band", bands.mean, "middle"},
            {"lower_band", bands.lower, "lower"}};
  }
  Series middle = moving_average(average, data, period);
  Series deviation = kind == 0   ? rolling_standard_deviation(data, period).deviation
                     : kind == 1 ? rolling_deviation(data, period, Deviation::mean_absolute)
                                 : rolling_deviation(data, period, Deviation::median_absolute);
  return {{"upper_band", middle + up * deviation, "upper"},
          {"middle_band", middle, "middle"},
          {"lower_band", middle - down * deviation, "lower"}};
}
