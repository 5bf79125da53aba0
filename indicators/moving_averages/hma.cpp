#include <algorithm>
#include <cmath>

#include "indicators/define.h"

namespace taipan {
namespace {

// 1 (oldest) to `period` (newest), of sum 1.
double linear_weight(std::size_t i, std::size_t period) {
  return 2.0 * static_cast<double>(i + 1) / static_cast<double>(period * (period + 1));
}

}  // namespace
}  // namespace taipan

// Averages of averages with fixed weights are one average, whose weights are the product.
TAIPAN_INDICATOR(hma, "Hull Moving Average") {
  in.source("Alan Hull, 2005");
  in.formula(
      "wma over floor(sqrt(period)) of 2 * wma(x, period / 2 rounded down) - wma(x, period)");
  in.check_order({Check::empty, Check::all_nan, Check::period, Check::enough, Check::minimum});
  in.message(Check::minimum, "{name}: Cannot calculate half of period: period = {period}");
  in.message(Check::empty, "{name}: No data provided.");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 5, 2);

  const std::size_t half = std::max<std::size_t>(period / 2, 1);
  const auto smooth = static_cast<std::size_t>(std::sqrt(static_cast<double>(period)));
  in.needs(period + smooth - 1);
  std::vector<double> weights(period + smooth - 1);
  for (std::size_t i = 0; i < period; ++i) {
    const std::size_t older = period - half;
    double weight = -linear_weight(i, period);
    if (i >= older) weight += 2.0 * linear_weight(i - older, half);
    for (std::size_t j = 0; j < smooth; ++j) weights[i + j] += weight * linear_weight(j, smooth);
  }
  return fir(data, std::move(weights));
}
