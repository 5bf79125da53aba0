#include <limits>

#include "indicators/define.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/offset_from_mean.h"
#include "indicators/operators/select.h"

namespace taipan {
namespace {

// Beside an average of size 1; an ema's errors are some 1e-15.
constexpr double rounding = 1e-12;

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(zscore, "Z-Score") {
  in.formula(
      "(x - average) / (nbdev * deviation) over the last `period` values, undefined where the "
      "deviation is 0 or mere rounding. Deviation: 0 standard (about the average itself for ema), "
      "1 mean absolute, "
      "2 median absolute");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  auto average = in.text("ma_type", "sma", moving_average_names());
  auto nbdev = in.real("nbdev", 1.0);
  auto kind = in.integer("devtype", 0, 0, 2);
  in.value_message("ma_type", "{name}: MaError {value}");
  in.value_message("devtype", "{name}: DevError {value}");

  // A single value does not deviate from itself.
  if (period == 1) return data.from(Series::never);
  auto [middle, deviation] = average_and_deviation(average, data, period, kind);
  Series offset = average == "sma" ? offset_from_mean(data, data, middle, period) : data - middle;
  // About an ema, prices that stand still deviate less and less, in the end by its rounding alone.
  if (average == "ema" && kind == 0) {
    deviation = where(greater(deviation, rounding * abs(middle)), deviation, 0.0);
  }
  return divide(offset, nbdev * deviation, std::numeric_limits<double>::quiet_NaN());
}
