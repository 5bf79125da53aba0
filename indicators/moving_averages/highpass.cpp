#include <cmath>
#include <numbers>

#include "indicators/define.h"

TAIPAN_INDICATOR(highpass, "Ehlers High-Pass Filter") {
  in.source("John Ehlers, Cycle Analytics for Traders, 2013");
  in.formula(
      "(1 - a / 2) * (x - x') + (1 - a) * y' from the first value, where "
      "a = 1 + (sin(2 pi / period) - 1) / cos(2 pi / period)");
  in.stream_name("HighPass");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 48);

  const double angle = 2.0 * std::numbers::pi / static_cast<double>(period);
  const double a = 1.0 + (std::sin(angle) - 1.0) / std::cos(angle);
  const double gain = 1.0 - 0.5 * a;
  return recursive_filter(data, {{1.0 - a, 0.0}, {gain, -gain, 0.0}, 1});
}
