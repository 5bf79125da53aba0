#include <algorithm>

#include "indicators/define.h"

namespace taipan {
namespace {

// Prices as the present trend sees them: a falling one looks at their mirror image, so that one set
// of rules serves both.
struct SarState {
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 1;
  using Row = std::array<double, inputs>;

  double acceleration;
  double maximum;
  double side = 0.0;  // 1 rising, -1 falling, 0 before the second bar
  double stop = 0.0;  // these three as the trend sees them
  double extreme = 0.0;
  double factor = 0.0;
  Row last = {};
  Row before_last = {};

  std::array<double, 1> first(const Row& bar) {
    last = before_last = bar;
    return {0.0};
  }

  std::array<double, 1> next(const Row& bar) {
    if (side == 0.0) {
      side = bar[0] > last[0] ? 1.0 : -1.0;
      begin(low(last), high(bar));
    } else {
      follow(bar);
    }
    before_last = last;
    last = bar;
    return {side * stop};
  }

  double high(const Row& bar) const { return select(side > 0.0, bar[0], -bar[1]); }
  double low(const Row& bar) const { return select(side > 0.0, bar[1], -bar[0]); }

  void begin(double first_stop, double first_extreme) {
    stop = first_stop;
    extreme = first_extreme;
    factor = acceleration;
  }

  void follow(const Row& bar) {
    const double next_stop = stop + factor * (extreme - stop);
    if (low(bar) < next_stop) {
      side = -side;
      return begin(-extreme, high(bar));
    }
    const double newest = high(bar);
    factor = select(newest > extreme, std::min(factor + acceleration, maximum), factor);
    extreme = std::max(extreme, newest);
    stop = std::min(next_stop, std::min(low(last), low(before_last)));
  }
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(sar, "Parabolic Stop and Reverse") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula(
      "a stop that moves towards the trend's extreme by `acceleration` more at each new extreme, "
      "up "
      "to `maximum`, and turns when the price crosses it");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::enough, "{name}: Not enough valid data. needed = {needed}, valid = {valid}");
  in.range_message("{name}: Invalid parameter range: start = {start}, end = {end}, step = {step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto acceleration = in.real("acceleration", 0.02, above(0.0));
  auto maximum = in.real("maximum", 0.2, above(0.0));
  in.needs(2);
  return scan("sar", SarState{acceleration, maximum}, {high, low}).front();
}
