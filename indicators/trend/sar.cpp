#include <algorithm>

#include "indicators/define.h"

namespace taipan {
namespace {

// Rising and falling mirror each other: `side` is 1 while rising and -1 while falling, and prices
// are multiplied by it, so that one set of rules serves both.
struct SarState {
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 1;
  using Row = std::array<double, inputs>;

  double acceleration;
  double maximum;
  double side = 0.0;  // 0 before the second bar
  double stop = 0.0;
  double extreme = 0.0;
  double factor = 0.0;
  Row last = {};
  Row before_last = {};

  std::array<double, 1> first(const Row& bar) {
    last = bar;
    return {0.0};
  }

  std::array<double, 1> next(const Row& bar) {
    if (side == 0.0) {
      begin(bar);
    } else {
      follow(bar);
    }
    before_last = last;
    last = bar;
    return {stop};
  }

  void begin(const Row& bar) {
    side = bar[0] > last[0] ? 1.0 : -1.0;
    stop = side > 0.0 ? last[1] : last[0];
    extreme = side > 0.0 ? bar[0] : bar[1];
    factor = acceleration;
  }

  void follow(const Row& bar) {
    const auto ahead = [this](const Row& row) { return side > 0.0 ? row[0] : -row[1]; };
    const auto behind = [this](const Row& row) { return side > 0.0 ? row[1] : -row[0]; };
    double next_stop = side * (stop + factor * (extreme - stop));
    if (behind(bar) < next_stop) {
      stop = extreme;
      extreme = side > 0.0 ? bar[1] : bar[0];
      factor = acceleration;
      side = -side;
      return;
    }
    if (ahead(bar) > side * extreme) {
      extreme = side * ahead(bar);
      factor = std::min(factor + acceleration, maximum);
    }
    next_stop = std::min({next_stop, behind(last), behind(before_last)});
    stop = side * next_stop;
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
