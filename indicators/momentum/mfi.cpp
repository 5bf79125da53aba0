#include "indicators/define.h"

TAIPAN_INDICATOR(mfi, "Money Flow Index") {
  in.source("Gene Quong and Avrum Soudack, Technical Analysis of Stocks & Commodities, March 1989");
  in.formula(
      "100 * up / (up + down), sums of price * volume over the last `period` bars on which the "
      "price rose or fell; 0 where both are 0. The first bar has no move");
  in.check_order({Check::empty, Check::mismatch, Check::period, Check::all_nan, Check::enough});
  in.message(Check::empty, "{name}: Empty data provided.");
  in.message(Check::mismatch, "{name}: Empty data provided.");
  in.range_message("{name}: Invalid range: start={start} end={end} step={step}");
  auto price = in.series("typical_price", Field::close);
  auto volume = in.series("volume", Field::volume);
  auto period = in.period("period", 14);

  auto [up, down] = money_flow(price, volume);
  return percentage(rolling_sum(up, period), rolling_sum(down, period), 0.0);
}
