#include "indicators/define.h"

TAIPAN_INDICATOR(stoch, "Stochastic Oscillator") {
  in.source("George Lane, Technical Analysis of Stocks & Commodities, May 1984");
  in.formula(
      "k: average of 100 * (close - lowest low) / (highest high - lowest low), 50 where the range "
      "is "
      "0; d: average of k");
  in.check_order(
      {Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough, Check::values});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: Mismatched length.");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto fastk = in.period("fastk_period", 14, 1, {"fastk_range", ""});
  auto slowk = in.period("slowk_period", 3, 1, {"slowk_range", ""});
  auto slowk_type = in.text("slowk_ma_type", "sma", moving_average_names(), {"", "slowk_types"});
  auto slowd = in.period("slowd_period", 3, 1, {"slowd_range", ""});
  auto slowd_type = in.text("slowd_ma_type", "sma", moving_average_names(), {"", "slowd_types"});
  in.needs(fastk);

  Series lowest = rolling_min(low, fastk);
  Series range = rolling_max(high, fastk) - lowest;
  Series raw = divide(100.0 * (close - lowest), range, 50.0);
  Series k = moving_average(slowk_type, raw, slowk);
  return {{"k", k}, {"d", moving_average(slowd_type, k, slowd)}};
}
