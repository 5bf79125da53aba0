#include "indicators/define.h"

TAIPAN_INDICATOR(rsi, "Relative Strength Index") {
  in.source("J. Welles Wilder, New Concepts in Technical Trading Systems, 1978");
  in.formula("100 * up / (up + down), Wilder's averages of rises and falls; 50 where both are 0");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto period = in.period("period", 14);

  auto [rise, fall] = moves(data);
  Series up = wilder(rise, period);
  Series down = wilder(fall, period);
  return percentage(up, down, 50.0);
}
