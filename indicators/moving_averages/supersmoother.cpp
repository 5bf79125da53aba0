#include <cmath>
#include <numbers>

#include "indicators/define.h"

TAIPAN_INDICATOR(supersmoother, "Ehlers 2-Pole Super Smoother") {
  in.source("John Ehlers, Cycle Analytics for Traders, 2013");
  in.formula(
      "c * (x + x') + b * y' - a^2 * y'' with a = exp(-f), b = 2 a cos(f), c = (1 + a^2 - b) / 2, "
      "f = 1.414 pi / period; the first two values, from the end of the first window on, are those "
      "of x");
  in.stream_name("SuperSmoother");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  in.range_in_parts("period");

  const double angle = 1.414 * std::numbers::pi / static_cast<double>(period);
  const double a = std::exp(-angle);
  const double b = 2.0 * a * std::cos(angle);
  const double c = 0.5 * (1.0 + a * a - b);
  return recursive_filter(data.from(data.start() + period - 1), {{b, -a * a}, {c, c, 0.0}, 2});
}
