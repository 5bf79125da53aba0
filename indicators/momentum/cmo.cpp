#include "indicators/define.h"

TAIPAN_INDICATOR(cmo, "Chande Momentum Oscillator") {
  in.source("Tushar Chande and Stanley Kroll, The New Technical Trader, 1994");
  in.formula(
      "100 * (up - down) / (up + down), Wilder's averages of rises and falls; 0 where both "
      "are 0");
  in.check_order({Check::empty, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::period, "{name}: Invalid period: period={period}, data_len={data_len}");
  in.message(Check::enough, "{name}: Not enough valid data: needed={needed}, valid={valid}");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);
  in.needs(period + 1);

  auto [rise, fall] = moves(data);
  Series up = wilder(rise, period);
  Series down = wilder(fall, period);
  return contrast(up, down, 0.0);
}
