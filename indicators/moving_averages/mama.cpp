#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "indicators/define.h"

namespace taipan {
namespace {

// The last eight values of a line.
struct RecentValues {
  double values[8];

  void fill(double x) { std::fill_n(values, 8, x); }
  double ago(std::uint64_t now, std::uint64_t bars) const { return values[(now - bars) % 8]; }
  // Ehlers' four-tap approximation of the Hilbert transform. What is older than the value that is
  // added stands apart: it is ready before that value, on which the next period waits.
  double transformed_with(std::uint64_t now, double newest) {
    const double older = 0.5769 * (ago(now, 2) - ago(now, 4)) - 0.0962 * ago(now, 6);
    values[now % 8] = newest;
    return 0.0962 * newest + older;
  }
};

// The angle of y by x. The published approximation multiplies the two terms in brackets; widely
// used code, whose results users compare with, adds them, so that the angle of 0 is 0.2447. The
// period waits for this: a guess of which side is longer is faster than a choice without a branch.
double angle_of(double y, double x) {
  const double height = std::fabs(y);
  const double width = std::fabs(x);
  const bool steep = height > width;
  const double size = select(steep, width, height) / select(steep, height, width);
  const double side = std::copysign(1.0, y) * std::copysign(1.0, x);
  const double z = side * size;
  const double angle = 0.25 * std::numbers::pi * z + z * (size - 1.0) + (0.2447 + 0.0663 * size);
  return select(steep, side * (0.5 * std::numbers::pi) - angle, angle);
}

struct MamaState {
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  static constexpr std::size_t warmup = 10;
  using Row = std::array<double, inputs>;

  double fast_limit;
  double slow_limit;
  std::uint64_t now = 0;
  RecentValues price = {};
  RecentValues smooth = {};
  RecentValues detrended = {};
  RecentValues in_phase = {};
  RecentValues quadrature = {};
  double period = 0.0;
  double phase = 0.0;
  double real_part = 0.0;  // of the smoothed phasor
  double imaginary_part = 0.0;
  double real_product = 0.0;  // of the phasor and the one before
  double imaginary_product = 0.0;
  double average = 0.0;
  double following = 0.0;

  std::array<double, 2> first(const Row& row) {
    for (RecentValues* line : {&price, &smooth, &detrended, &in_phase, &quadrature}) {
      line->fill(row[0]);
    }
    average = following = row[0];
    return next(row);
  }

  std::array<double, 2> next(const Row& row) {
    const double x = row[0];
    price.values[now % 8] = x;
    const auto [i1, q1] = components(x);
    const double before = phase;
    if (i1 != 0.0) phase = (180.0 / std::numbers::pi) * angle_of(q1, i1);
    const double gain =
        std::min(std::max(fast_limit / std::max(before - phase, 1.0), slow_limit), fast_limit);
    average = gain * x + (1.0 - gain) * average;
    following = 0.5 * gain * average + (1.0 - 0.5 * gain) * following;
    ++now;
    return {average, following};
  }

  // The in-phase and quadrature components of the detrended price; the period follows from them.
  std::array<double, 2> components(double x) {
    const auto earlier = [&](std::uint64_t bars) { return now < bars ? x : price.ago(now, bars); };
    const double weighted = (4.0 * x + 3.0 * earlier(1) + 2.0 * earlier(2) + earlier(3)) / 10.0;
    const double amplitude = 0.075 * period + 0.54;
    const double i1 = detrended.ago(now, 3);
    const double turned_i1 = in_phase.transformed_with(now, i1);
    const double trend_free = smooth.transformed_with(now, weighted) * amplitude;
    const double q1 = detrended.transformed_with(now, trend_free) * amplitude;
    const double i2 = i1 - quadrature.transformed_with(now, q1) * amplitude;
    const double q2 = q1 + turned_i1 * amplitude;
    measure(0.2 * i2 + 0.8 * real_part, 0.2 * q2 + 0.8 * imaginary_part);
    return {i1, q1};
  }

  // The period from the phasor's turn since the bar before.
  void measure(double i2, double q2) {
    real_product = 0.2 * (i2 * real_part + q2 * imaginary_part) + 0.8 * real_product;
    imaginary_product = 0.2 * (i2 * imaginary_part - q2 * real_part) + 0.8 * imaginary_product;
    real_part = i2;
    imaginary_part = q2;
    double raw = period;
    if (imaginary_product != 0.0 && real_product != 0.0) {
      raw = 2.0 * std::numbers::pi / angle_of(imaginary_product, real_product);
    }
    raw = std::max(std::min(raw, 1.5 * period), 0.67 * period);
    period = 0.2 * std::min(std::max(raw, 6.0), 50.0) + 0.8 * period;
  }
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(mama, "MESA Adaptive Moving Average") {
  in.source("John Ehlers, Technical Analysis of Stocks & Commodities, September 2001");
  in.formula(
      "average whose gain is fast_limit by the degrees that the phase fell in a bar, at least "
      "slow_limit, the phase by a Hilbert transform over the measured period; fama follows mama "
      "with "
      "half that gain");
  in.check_order({Check::empty, Check::length, Check::values, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: empty input data");
  in.message(Check::length, "{name}: Not enough data: needed at least {needed}, found {data_len}");
  in.message(Check::all_nan, "{name}: all values are NaN");
  in.message(Check::enough, "{name}: not enough valid data: needed {needed}, valid {valid}");
  in.range_message("{name}: invalid range expansion start={start} end={end} step={step}");
  auto data = in.series("data", Field::close);
  auto fast = in.real("fast_limit", 0.5, above(0.0));
  auto slow = in.real("slow_limit", 0.05, above(0.0));
  in.value_message("fast_limit", "{name}: Invalid fast limit: {value}");
  in.value_message("slow_limit", "{name}: Invalid slow limit: {value}");
  in.needs(10);

  auto both = scan("mama", MamaState{fast, slow}, {data});
  return {{"mama_values", both[0], "mama"}, {"fama_values", both[1], "fama"}};
}
