#include "indicators/define.h"

TAIPAN_INDICATOR(wavetrend, "WaveTrend Oscillator") {
  in.source("LazyBear, TradingView, 2014");
  in.formula(
      "wt1: ema over `average_length` of (x - e) / (factor * d), e the ema of x and d that of |x - "
      "e| over `channel_length`; wt2: average of wt1; wt_diff: wt2 - wt1. Every ema begins with "
      "its "
      "first finite value");
  in.message(Check::empty, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto channel = in.period("channel_length", 9);
  auto average = in.period("average_length", 12);
  auto window = in.period("ma_length", 3);
  auto factor = in.real("factor", 0.015);

  // x - e as a sum of its own, in which nothing cancels when prices stand still:
  // x - e = (1 - a) ((x - x') + (x' - e')).
  const double gain = 2.0 / (static_cast<double>(channel) + 1.0);
  Series offset = decaying_sum(difference(data), 1.0 - gain, 1.0 - gain);
  Series distance = decaying_sum(abs(offset), 1.0 - gain, gain);
  Series wave = ema(offset / (factor * distance), average, Seed::first_finite);
  Series smooth = fir(wave, std::vector<double>(window, 1.0 / static_cast<double>(window)));
  // An average over one value leaves no distance to divide by.
  const std::size_t start = channel == 1 ? Series::never : channel + average + window - 3;
  const auto shown = [=](Series x) { return x.from(data.start() + start); };
  return {{"wt1", shown(wave)}, {"wt2", shown(smooth)}, {"wt_diff", shown(smooth - wave)}};
}
