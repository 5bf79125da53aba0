#include "indicators/define.h"

TAIPAN_INDICATOR(ema, "Exponential Moving Average") {
  in.source("Robert G. Brown, Statistical Forecasting for Inventory Control, 1959");
  in.formula(
      "y += (x - y) * 2 / (period + 1); the mean of all values so far for the first `period` ones. "
      "A value that is not finite repeats the one before.");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 9);
  return ema(data, period, Seed::expanding_mean);
}
