#include "indicators/define.h"
#include "indicators/operators/hold.h"
#include "indicators/operators/select.h"

TAIPAN_INDICATOR(srsi, "Stochastic RSI") {
  in.source("Tushar Chande and Stanley Kroll, The New Technical Trader, 1994");
  in.formula(
      "k: average of 100 * (r - lowest r) / (highest r - lowest r), 50 where the range is 0, r the "
      "RSI, 100 where nothing fell; d: average of k");
  in.message(Check::empty, "{name}: Input data is empty.");
  in.message(Check::all_nan, "{name}: All input data values are NaN.");
  in.message(Check::period, "{name}: Invalid period {period} for data length {data_len}.");
  in.message(Check::enough,
             "{name}: Not enough valid data for the requested period. needed={needed}, "
             "valid={valid}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("rsi_period", 14);
  auto window = in.period("stoch_period", 14);
  auto k_period = in.period("k", 3, 1, {"", "k_periods"});
  auto d_period = in.period("d", 3, 1, {"", "d_periods"});
  // Named by users of candles; `data` is that series already.
  in.text("source", "close",
          {"close", "open", "high", "low", "volume", "hl2", "hlc3", "ohlc4", "hlcc4"});
  in.only_in({Call::single, Call::batch}, "source");
  in.needs(period + window + k_period + d_period - 2);

  auto [rise, fall] = moves(data);
  Series up = wilder(rise, period);
  Series down = wilder(fall, period);
  // While the price stands still both shrink alike. Rounding must not make a range of that.
  Series strength = held(where(down, percentage(up, down, 100.0), 100.0), rise + fall);
  Series raw = range_position(strength, rolling_max(strength, window),
                              rolling_min(strength, window), {50.0, 50.0});
  Series k = rolling_mean(raw, k_period);
  return {{"k", k}, {"d", rolling_mean(k, d_period)}};
}
