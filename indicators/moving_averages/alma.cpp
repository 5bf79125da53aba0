#include <cmath>

#include "indicators/define.h"

TAIPAN_INDICATOR(alma, "Arnaud Legoux Moving Average") {
  in.source("Arnaud Legoux and Dimitrios Kouzis-Loukas, 2009");
  in.formula(
      "window mean weighted exp(-(i - m)^2 / (2 s^2)), i = 0 the oldest, m = offset * (period - "
      "1), "
      "s = period / sigma");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 9);
  auto offset = in.real("offset", 0.85, within(0.0, 1.0));
  auto sigma = in.real("sigma", 6.0, above(0.0));

  const double middle = offset * static_cast<double>(period - 1);
  const double spread = static_cast<double>(period) / sigma;
  return weighted_average(data, period, [=](std::size_t tap, std::size_t) {
    const double distance = (static_cast<double>(tap) - middle) / spread;
    return std::exp(-0.5 * distance * distance);
  });
}
