#include "indicators/define.h"

TAIPAN_INDICATOR(stochf, "Fast Stochastic") {
  in.source("George Lane, Technical Analysis of Stocks & Commodities, May 1984");
  in.formula(
      "k: 100 * (close - lowest low) / (highest high - lowest low); where the range is 0, 100 at "
      "the high and 0 elsewhere; d: average of k with fastd_matype 0, undefined with any other");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "Input arrays must have the same length");
  in.message(Check::period,
             "{name}: Invalid period (fastk={fastk_period}, fastd={fastd_period}), data "
             "length={data_len}.");
  in.message(Check::enough,
             "{name}: Not enough valid data after first valid index (needed={needed}, "
             "valid={valid}).");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto fastk = in.period("fastk_period", 5, 1, {"fastk_range", ""});
  auto fastd = in.period("fastd_period", 3, 1, {"fastd_range", ""});
  auto type = in.integer("fastd_matype", 0, 0, 8);
  in.only_in({Call::single, Call::stream}, "fastd_matype");
  in.needs(fastk);

  Series k = range_position(close, rolling_max(high, fastk), rolling_min(low, fastk), {100.0, 0.0});
  Series d = rolling_mean(k, fastd);
  return {{"k", k, "k_values"}, {"d", type == 0 ? d : d.from(Series::never), "d_values"}};
}
