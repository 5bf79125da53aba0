#include <cmath>

#include "indicators/define.h"

namespace taipan {
namespace {

// An exponential average that continues from the value given with its first row.
struct ContinuedAverage {
  static constexpr std::size_t inputs = 2;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 0;
  using Row = std::array<double, inputs>;

  double gain;
  double y = 0.0;

  std::array<double, 1> first(const Row& row) { return {y = row[1]}; }
  std::array<double, 1> next(const Row& row) { return {y += gain * (row[0] - y)}; }
};

// The contract's fast average: at the end of the slow average's first window it begins with the
// mean of the last `fast` values, over which those after the first `fast` are smoothed once more.
Series fast_average(Series data, std::size_t fast, std::size_t slow) {
  const double gain = 2.0 / static_cast<double>(fast + 1);
  std::vector<double> weights(slow, 0.0);
  const double kept = std::pow(1.0 - gain, static_cast<double>(slow - fast));
  for (std::size_t i = slow - fast; i < slow; ++i) weights[i] = kept / static_cast<double>(fast);
  double weight = gain;
  for (std::size_t i = slow; i-- > fast; weight *= 1.0 - gain) weights[i] += weight;
  return scan("continued_average", ContinuedAverage{gain}, {data, fir(data, weights)}).front();
}

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(ppo, "Percentage Price Oscillator") {
  in.source("Gerald Appel, 1979: macd in percent");
  in.formula(
      "100 * fast / slow - 100, two averages of x. With ma_type ema the fast one begins where the "
      "slow one does, with a mean of the last values smoothed on over the same values");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::period,
             "{name}: Invalid period: fast = {fast_period}, slow = {slow_period}, data length = "
             "{data_len}");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto fast = in.period("fast_period", 12);
  auto slow = in.period("slow_period", 26);
  auto average = in.text("ma_type", "sma", moving_average_names());
  in.needs(slow);

  Series above = average == "ema" && fast < slow ? fast_average(data, fast, slow)
                                                 : moving_average(average, data, fast);
  Series below = moving_average(average, data, slow);
  return excess(100.0 * above, below, 100.0).from(data.start() + slow - 1);
}
