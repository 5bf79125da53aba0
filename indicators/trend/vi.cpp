#include "indicators/define.h"
#include "indicators/operators/distance.h"

TAIPAN_INDICATOR(vi, "Vortex Indicator") {
  in.source(
      "Etienne Botes and Douglas Siepman, Technical Analysis of Stocks & Commodities, January "
      "2010");
  in.formula(
      "plus: sum of |high - low'| over `period` bars, minus: of |low - high'|, each by the sum of "
      "the true range; the first bar has no movement");
  in.dict_result();
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch,
             "Input data length mismatch: high={high_len}, low={low_len}, close={close_len}");
  in.range_message("{name}: invalid range: start={start}, end={end}, step={step}");
  auto high = in.series("high", Field::high);
  auto low = in.series("low", Field::low);
  auto close = in.series("close", Field::close);
  auto period = in.period("period", 14);

  Series plus = distance_from_last(high, low);
  Series minus = distance_from_last(low, high);
  Series range = rolling_sum(true_range(high, low, close), period);
  return {{"plus", rolling_sum(plus, period) / range},
          {"minus", rolling_sum(minus, period) / range}};
}
