#include "indicators/define.h"

TAIPAN_INDICATOR(tsi, "True Strength Index") {
  in.source("William Blau, Technical Analysis of Stocks & Commodities, November 1991");
  in.formula(
      "100 * s(m) / s(|m|), m the change of x, s an ema over `long_period` and one over "
      "`short_period` upon it, both beginning with the first value; within -100 and 100");
  in.message(Check::period,
             "{name}: Invalid period: long = {long_period}, short = {short_period}, data length = "
             "{data_len}");
  in.range_message("{name}: Invalid range expansion: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  auto slow = in.period("long_period", 25);
  auto fast = in.period("short_period", 13);
  in.needs(1 + slow + fast);

  const auto smooth = [=](Series x) { return ema(ema(x, slow, Seed::first), fast, Seed::first); };
  Series momentum = difference(data);
  Series strength = limited_ratio(100.0 * smooth(momentum), smooth(abs(momentum)), 100.0);
  return strength.from(data.start() + slow + fast);
}
