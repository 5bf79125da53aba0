#include <algorithm>
#include <cmath>

#include "indicators/define.h"

// The published last stage, j += e where e = (u - j') (1 - a)^2 + a^2 e', is two exponential
// averages in a row: both of its poles are a.
TAIPAN_INDICATOR(jma, "Jurik Moving Average") {
  in.source("Mark Jurik, Jurik Research; the formula is others' reconstruction");
  in.formula(
      "two exponential averages of gain 1 - a of e0 + r * e1, where e0 averages x with 1 - a and "
      "e1 "
      "averages x - e0 with 1 - b; b = 0.45 (period - 1) / (0.45 (period - 1) + 2), a = b^power, "
      "r = 1.5 + phase / 100, from 0.5 to 2.5");
  in.message(Check::empty, "{name}: Empty input data.");
  in.range_message("{name}: Invalid range (usize): start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 7);
  auto phase = in.real("phase", 50.0);
  auto power = in.integer("power", 2, 0, 1000);
  in.value_message("phase", "{name}: Invalid phase: {value}");

  const double length = 0.45 * static_cast<double>(period - 1);
  const double b = length / (length + 2.0);
  const double a = std::pow(b, static_cast<double>(power));
  const double ratio = std::clamp(phase / 100.0 + 1.5, 0.5, 2.5);
  Series fast = exponential_average(data, 1.0 - a);
  Series rest = exponential_average(data - fast, 1.0 - b);
  return exponential_cascade(fast + ratio * rest, {1.0 - a, CascadeSeed::first, 1, {0.0, 1.0}});
}
