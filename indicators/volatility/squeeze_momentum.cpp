#include "indicators/define.h"
#include "indicators/operators/offset_from_mean.h"

namespace taipan {
namespace {

// 1 and 2 for a positive momentum that rises or not, -1 and -2 for another that falls or not.
struct MomentumSignal {
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 1;
  static constexpr std::size_t warmup = 1;

  double before = 0.0;

  std::array<double, 1> first(const std::array<double, 1>& row) {
    before = row[0];
    return {0.0};
  }

  std::array<double, 1> next(const std::array<double, 1>& row) {
    const double rising = select(row[0] > before, 1.0, 2.0);
    const double falling = select(row[0] < before, -1.0, -2.0);
    before = row[0];
    return {select(row[0] > 0.0, rising, falling)};
  }
};

// How far a lies beyond -limit and limit: 0 between them.
Series beyond(Series a, Series limit) { return a - max(min(a, limit), -1.0 * limit); }

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(squeeze_momentum, "Squeeze Momentum") {
  in.source("LazyBear, TradingView, 2014, after John Carter, Mastering the Trade, 2005");
  in.formula(
      "squeeze: -1 while the Bollinger bands lie inside the Keltner bands (of mean true ranges), 1 "
      "while outside, else 0; momentum: end of the least-squares line through the distances of the "
      "close to the mean of channel middle and average; momentum_signal: 1 or 2 where it is "
      "positive and rises or not, -1 or -2 where it is not and falls or not");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "smi: Input data slice is empty.");
  in.message(Check::mismatch, "smi: High/low/close arrays have inconsistent lengths.");
  in.message(Check::all_nan, "smi: All values are NaN.");
  in.message(Check::period,
             "smi: Invalid length/period: period = {period}, data length = {data_len}");
  in.message(Check::enough, "smi: Not enough valid data: needed = {needed}, valid = {valid}");
  in.range_message("smi: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto bollinger = in.period("length_bb", 20, 1, {"", "length_bb"});
  auto bollinger_width = in.real("mult_bb", 2.0, {}, {"", "mult_bb"});
  auto keltner = in.period("length_kc", 20, 1, {"", "length_kc"});
  auto keltner_width = in.real("mult_kc", 1.5, {}, {"", "mult_kc"});

  // The bands lie inside each other where their widths differ by more than their middles.
  auto [bollinger_middle, deviation] = rolling_standard_deviation(close, bollinger);
  Series range = rolling_mean(true_range(high, low, close), keltner);
  Series wider = bollinger_width * deviation - keltner_width * range;
  Series middle = bollinger == keltner ? bollinger_middle : rolling_mean(close, keltner);
  if (bollinger != keltner) wider = beyond(wider, abs(bollinger_middle - middle));

  // Both distances are exactly 0 where prices stand still, and so is the momentum.
  Series channel = 0.5 * rolling_max(high, keltner) + 0.5 * rolling_min(low, keltner);
  Series offset = offset_from_mean(close, close, middle, keltner);
  Series momentum = regression_value(0.5 * (close - channel) + 0.5 * offset, keltner);
  Series signal = scan("momentum_signal", MomentumSignal{}, {momentum}).front();
  return {{"squeeze", sign(wider)},
          {"momentum", momentum, "values"},
          {"momentum_signal", signal, "signal"}};
}
