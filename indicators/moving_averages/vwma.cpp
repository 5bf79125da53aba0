#include "indicators/define.h"

TAIPAN_INDICATOR(vwma, "Volume Weighted Moving Average") {
  in.formula("sum of price * volume over the last `period` bars by the sum of volume");
  in.check_order({Check::empty, Check::period, Check::mismatch, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: empty input data");
  in.message(Check::mismatch,
             "{name}: Price and volume mismatch: price length = {prices_len}, "
             "volume length = {volumes_len}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto prices = in.series("prices", Field::close, "price");
  auto volumes = in.series("volumes", Field::volume, "volume");
  auto period = in.period("period", 20);
  return rolling_weighted_mean(prices, volumes, period);
}
