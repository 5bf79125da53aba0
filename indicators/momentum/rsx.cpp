#include <algorithm>

#include "indicators/define.h"

namespace taipan {
namespace {

// Bars for which the contract answers the middle at least, whatever the period.
constexpr std::size_t least_opening = 5;

// Three times an average beyond which half of its distance to its own average is added.
Series smoothed(Series x, double gain) {
  for (int stage = 0; stage < 3; ++stage) {
    x = exponential_cascade(x, {gain, CascadeSeed::zero, 1, {1.5, -0.5}});
  }
  return x;
}

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(rsx, "Relative Strength Index without Noise") {
  in.source("Mark Jurik; the formula is the one in public circulation");
  in.formula(
      "50 * (s(m) / s(|m|) + 1), m the change of x after `period` bars and s three times 1.5 a - "
      "0.5 b, a an average with gain 3 / (period + 2) and b that of a, from 0; 50 where the "
      "divisor "
      "is 0 and for the first period - 2 bars (at least 4)");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);

  const double gain = 3.0 / static_cast<double>(period + 2);
  // Prices in hundredths, by which the contract's bound on the divisor is meant.
  Series momentum = (100.0 * difference(data)).from(data.start() + period);
  Series strength = swing(smoothed(momentum, gain), smoothed(abs(momentum), gain));
  return opened_with(50.0, std::max(period - 1, least_opening) - 1, strength);
}
