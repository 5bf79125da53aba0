#include "indicators/define.h"
#include "indicators/operators/offset_from_mean.h"

TAIPAN_INDICATOR(ttm_trend, "TTM Trend") {
  in.source("John Carter, Mastering the Trade, 2005");
  in.formula("1 where the close is above the mean of the last `period` values of source, else 0");
  in.range_message("{name}: Invalid range: start={start}, end={end}, step={step}");
  auto source = in.series("source", Field::close, "source_val");
  auto close = in.series("close", Field::close, "close_val");
  auto period = in.period("period", 5);
  return above_mean(close, source, rolling_mean(source, period), period);
}
