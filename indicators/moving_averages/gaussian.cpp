#include <cmath>
#include <numbers>

#include "indicators/define.h"

TAIPAN_INDICATOR(gaussian, "Gaussian Filter") {
  in.source("John Ehlers, Gaussian and Other Low Lag Filters, 2001");
  in.formula(
      "`poles` exponential averages in a row, each from 0, of gain sqrt(b^2 + 2 b) - b, where "
      "b = (1 - cos(2 pi / period)) / (2^(1 / poles) - 1)");
  in.check_order(
      {Check::empty, Check::minimum, Check::period, Check::values, Check::all_nan, Check::enough});
  in.message(Check::minimum,
             "{name}: Period too small. Period must be >= 2 for meaningful Gaussian filtering. Got "
             "period={period}");
  in.message(Check::period,
             "{name}: Period is longer than the data. period={period}, data_len={data_len}");
  in.message(Check::empty, "{name}: No data provided to Gaussian filter.");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14, 2);
  auto poles = in.integer("poles", 4, 1, 4, {"", "poles"});
  in.value_message("poles", "{name}: Invalid number of poles: expected 1..4, got {value}");

  const double angle = 2.0 * std::numbers::pi / static_cast<double>(period);
  const double root = std::exp2(1.0 / static_cast<double>(poles));
  const double b = (1.0 - std::cos(angle)) / (root - 1.0);
  std::vector<double> weights(static_cast<std::size_t>(poles), 0.0);
  weights.back() = 1.0;
  return exponential_cascade(
      data, {std::sqrt(b * b + 2.0 * b) - b, CascadeSeed::zero, period, std::move(weights)});
}
