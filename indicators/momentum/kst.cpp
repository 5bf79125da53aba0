#include <map>
#include <optional>

#include "indicators/define.h"

TAIPAN_INDICATOR(kst, "Know Sure Thing") {
  in.source("Martin Pring, Technical Analysis of Stocks & Commodities, September 1992");
  in.formula(
      "line: r1 + 2 r2 + 3 r3 + 4 r4, each an average of the rate of change in percent (0 where it "
      "is not finite); signal: average of line");
  in.range_message("{name}: Invalid range: start = {start}, end = {end}, step = {step}");
  auto data = in.series("data", Field::close);
  const std::size_t windows[] = {in.period("sma_period1", 10, 1, {"sma1_range", "sma1"}),
                                 in.period("sma_period2", 10, 1, {"sma2_range", "sma2"}),
                                 in.period("sma_period3", 10, 1, {"sma3_range", "sma3"}),
                                 in.period("sma_period4", 15, 1, {"sma4_range", "sma4"})};
  const std::size_t bars[] = {in.period("roc_period1", 10, 1, {"roc1_range", "roc1"}),
                              in.period("roc_period2", 15, 1, {"roc2_range", "roc2"}),
                              in.period("roc_period3", 20, 1, {"roc3_range", "roc3"}),
                              in.period("roc_period4", 30, 1, {"roc4_range", "roc4"})};
  auto signal = in.period("signal_period", 9, 1, {"sig_range", "sig"});

  const auto rate = [&](std::size_t i) {
    return 100.0 * static_cast<double>(i + 1) *
           rate_of_change(data, bars[i], Rate::finite_fraction);
  };
  // Rates that are averaged over one window are averaged as one.
  std::map<std::size_t, Series> sums;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto [sum, is_first] = sums.try_emplace(windows[i], rate(i));
    if (!is_first) sum->second = sum->second + rate(i);
  }
  std::optional<Series> all;
  for (const auto& [window, sum] : sums) {
    const Series part = rolling_mean(sum, window);
    all = all ? *all + part : part;
  }
  const Series line = *all;
  in.needs(line.start() - data.start() + signal);
  return {{"line", line}, {"signal", rolling_mean(line, signal)}};
}
