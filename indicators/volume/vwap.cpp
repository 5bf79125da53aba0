#include "indicators/define.h"
#include "indicators/operators/session.h"

TAIPAN_INDICATOR(vwap, "Volume Weighted Average Price") {
  in.source("Stephen Berkowitz, Dennis Logue and Eugene Noser, The Journal of Finance, March 1988");
  in.formula(
      "sum of price * volume by the sum of volume since the session began; sessions are `anchor` "
      "long, counted from 1970 on in UTC; undefined while no volume has been traded");
  in.check_order({Check::mismatch, Check::empty, Check::all_nan, Check::values});
  in.message(Check::empty, "{name}: No data for VWAP calculation.");
  in.message(Check::mismatch,
             "{name}: Mismatch in length of timestamps ({timestamps_len}), prices ({prices_len}), "
             "or volumes ({volumes_len}).");
  in.message(Check::all_nan, "{name}: All input values are NaN.");
  in.range_message("{name}: Invalid range expansion (start='{start}', end='{end}', step={step}).");
  auto time = in.series("timestamps", Field::time, "timestamp");
  auto volume = in.series("volumes", Field::volume, "volume");
  auto price = in.series("prices", Field::close, "price");
  in.row_order({"timestamps", "prices", "volumes"});
  auto anchor = in.text("anchor", "1d", session_rule, {"1d", "12h", "90m", "1M"});
  return session_mean(time, price, volume, *parse_session(anchor));
}
