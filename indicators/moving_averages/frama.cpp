#include "indicators/define.h"

TAIPAN_INDICATOR(frama, "Fractal Adaptive Moving Average") {
  in.source("John Ehlers, Fractal Adaptive Moving Average, 2005");
  in.formula(
      "y += gain * (close - y) from the mean of the first `window` closes. The bars before, "
      "`window` "
      "of them (rounded up to even), have the dimension d = log2((n1 + n2) / n3) of their ranges "
      "by "
      "lengths: newer half, older half, both. a = (2 / (sc + 1))^(d - 1) from 0.1 to 1, "
      "gain = 2 / (n + 1), n = (sc - fc) (2 / a - 2) / (sc - 1) + fc, at least 2 / (sc + 1)");
  in.check_order(
      {Check::empty, Check::mismatch, Check::values, Check::all_nan, Check::period, Check::enough});
  in.message(Check::mismatch,
             "{name}: Mismatched slice lengths: high={high_len}, low={low_len}, close={close_len}");
  in.message(Check::period, "{name}: Invalid window: window = {window}, data length = {data_len}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto window = in.period("window", 10);
  auto slowest = in.integer("sc", 300, 1, 1'000'000);
  auto fastest = in.integer("fc", 1, 1, 1'000'000);
  for (const char* name : {"sc", "fc"}) {
    in.value_message(name, "{name}: Invalid smoothing constants: sc={sc}, fc={fc}");
  }

  const std::size_t half = (window + 1) / 2;
  in.needs(2 * half);
  Series gain = fractal_gain(rolling_max(high, half), rolling_min(low, half),
                             {half, static_cast<double>(slowest), static_cast<double>(fastest)});
  return adaptive_average(close, gain, 2 * half);
}
