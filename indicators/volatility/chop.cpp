#include <cmath>
#include <limits>

#include "indicators/define.h"

namespace taipan {
namespace {

// Wilder's average, 0 until its first window is full.
struct AverageFromZero {
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 0;

  double period;
  double seen = 0.0;
  double sum = 0.0;
  double average = 0.0;

  std::array<double, 1> first(const std::array<double, 1>& row) { return next(row); }

  std::array<double, 1> next(const std::array<double, 1>& row) {
    if (seen == period) return {average += (row[0] - average) / period};
    seen += 1.0;
    sum += row[0];
    average = select(seen == period, sum / period, 0.0 * sum);
    return {average};
  }
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(chop, "Choppiness Index") {
  in.source("E. W. Dreiss");
  in.formula(
      "scalar * log(sum / range) / log(period): the sum of `period` average true ranges (Wilder's, "
      "of `drift` bars) beside the range of those bars");
  in.check_order(
      {Check::mismatch, Check::empty, Check::period, Check::values, Check::all_nan, Check::enough});
  in.message(Check::mismatch, "{name}: underlying function failed: {lengths}");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::period, "{name}: Invalid period: period={period}, data length={data_len}");
  in.message(Check::all_nan, "{name}: All relevant data (high/low/close) are NaN.");
  in.message(Check::enough, "{name}: Not enough valid data: needed={needed}, valid={valid}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  // The logarithm of a period of 1 is 0.
  auto period = in.period("period", 14, 2);
  auto scalar = in.real("scalar", 100.0);
  auto drift = in.integer("drift", 1, 1, std::numeric_limits<std::int32_t>::max());
  in.value_message("drift", "{name}: underlying function failed: drift = {value}");

  Series range = true_range(high, low, close);
  if (drift > 1) {
    range = scan("average_from_zero", AverageFromZero{static_cast<double>(drift)}, {range}).front();
  }
  Series span = rolling_max(high, period) - rolling_min(low, period);
  Series ratio = divide(rolling_sum(range, period), span, std::numeric_limits<double>::quiet_NaN());
  const double scale = scalar / std::log(static_cast<double>(period));
  return (scale * log(ratio)).from(high.start() + static_cast<std::size_t>(drift) - 1);
}
