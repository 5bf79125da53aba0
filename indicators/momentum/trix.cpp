#include "indicators/define.h"

namespace taipan {
namespace {

// Three averages in a row, each beginning with the mean of the first `period` values of the one
// before. The difference of neighbours loses all but a few digits of them, which is why the
// contract's order of operations is kept and no vector sums in another one.
struct TrixState {
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 0;
  using Row = std::array<double, inputs>;

  double period;
  double gain;
  double seen = 0.0;
  std::array<double, 3> sum = {};
  std::array<double, 3> average = {};

  std::array<double, 1> first(const Row& row) { return next(row); }
  std::array<double, 1> next(const Row& row) {
    const double before = average[2];
    if (seen < 3.0 * period) {
      begin(row[0]);
    } else {
      average[0] += gain * (row[0] - average[0]);
      average[1] += gain * (average[0] - average[1]);
      average[2] += gain * (average[1] - average[2]);
    }
    return {10000.0 * (average[2] - before)};
  }

  void begin(double value) {
    seen += 1.0;
    double first = 0.0;  // rows before the stage has a value to take
    for (std::size_t stage = 0; stage < 3; ++stage, first += period - 1.0) {
      const double count = seen - first;
      if (count > period) {
        average[stage] += gain * (value - average[stage]);
      } else {
        sum[stage] += value;
        average[stage] = sum[stage] / period;
        if (count < period) return;
      }
      value = average[stage];
    }
  }
};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(trix, "Triple Exponential Average") {
  in.source("Jack Hutson, Technical Analysis of Stocks & Commodities, 1983");
  in.formula(
      "10000 times the change of an ema of an ema of an ema of log(x), each beginning with the "
      "mean of its first `period` values");
  in.check_order({Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 18);
  in.needs(3 * (period - 1) + 2);

  const auto length = static_cast<double>(period);
  Series change = scan("trix", TrixState{length, 2.0 / (length + 1.0)}, {log(data)}).front();
  return change.from(data.start() + 3 * (period - 1) + 1);
}
