#include "indicators/operators/average_and_deviation.h"

#include "indicators/operators/arithmetic.h"
#include "indicators/operators/moving_average.h"
#include "indicators/operators/rolling_deviation.h"
#include "indicators/operators/rolling_moments.h"

namespace taipan {

AverageAndDeviation average_and_deviation(const std::string& average, Series x, std::size_t period,
                                          std::int64_t kind) {
  if (kind == 0 && average == "sma") {
    const auto [mean, deviation] = rolling_standard_deviation(x, period);
    return {mean, deviation};
  }
  const Series middle = moving_average(average, x, period);
  if (kind == 1) return {middle, rolling_deviation(x, period, Deviation::mean_absolute)};
  if (kind == 2) return {middle, rolling_deviation(x, period, Deviation::median_absolute)};
  if (average != "ema") return {middle, rolling_standard_deviation(x, period).deviation};
  const auto [mean, variance] = rolling_moments(x, period);
  const Series offset = mean - middle;
  return {middle, sqrt(variance + offset * offset)};
}

}  // namespace taipan
