#pragma once

#include <span>
#include <string_view>

#include "engine/run_result.h"

namespace taipan::engine {

// Every figure is NaN where its definition has no value, such as the win rate of no trade.
struct Statistics {
  double final_equity = 0;
  double return_percent = 0;
  double annual_return_percent = 0;
  double annual_volatility_percent = 0;
  double sharpe = 0;
  double max_drawdown_percent = 0;
  double trades = 0;
  double win_rate_percent = 0;
  double profit_factor = 0;
  double exposure_percent = 0;
  double commission = 0;
  double periods_per_year = 0;
};

Statistics compute_statistics(const RunResult& result);

struct StatisticDefinition {
  std::string_view key;    // in JSON
  std::string_view title;  // in the table
  std::string_view unit;   // "%", "" for a ratio or money
  int decimals;            // in the table; files carry every digit
  std::string_view definition;
  double Statistics::*value;
};

// The one list of statistics, in the order of display.
std::span<const StatisticDefinition> statistic_definitions();

}  // namespace taipan::engine
