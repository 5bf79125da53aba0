#include "engine/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace taipan::engine {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kYear = 365.25 * static_cast<double>(kDay);

constexpr StatisticDefinition kDefinitions[] = {
    {"final_equity", "Final equity", "", 2, "Cash plus the open position at the last close.",
     &Statistics::final_equity},
    {"return_pct", "Return", "%", 2, "Final equity over the starting cash, minus 1.",
     &Statistics::return_percent},
    {"annual_return_pct", "Annual return", "%", 2,
     "Compound: (final equity / starting cash)^(1/years) - 1; a year is 365.25 days between the "
     "first and the last bar.",
     &Statistics::annual_return_percent},
    {"annual_volatility_pct", "Annual volatility", "%", 2,
     "Sample standard deviation of the period returns, times the square root of the periods per "
     "year. A period's equity is the last of its UTC day; the first is measured from the starting "
     "cash.",
     &Statistics::annual_volatility_percent},
    {"sharpe", "Sharpe ratio", "", 3,
     "Mean over sample standard deviation of the period returns, times the square root of the "
     "periods per year; risk-free rate 0.",
     &Statistics::sharpe},
    {"max_drawdown_pct", "Max drawdown", "%", 2,
     "The deepest fall of the equity at a bar's close below its highest value until then.",
     &Statistics::max_drawdown_percent},
    {"trades", "Trades", "", 0,
     "Closed round trips, entries matched first in, first out. A position still open is in the "
     "equity only.",
     &Statistics::trades},
    {"win_rate_pct", "Win rate", "%", 2, "Trades with a profit after commission, of all trades.",
     &Statistics::win_rate_percent},
    {"profit_factor", "Profit factor", "", 3,
     "Sum of the winning trades' profit over the sum of the losing trades' loss, in money after "
     "commission.",
     &Statistics::profit_factor},
    {"exposure_pct", "Exposure", "%", 2,
     "Bars with a position at any moment, from the bar of the entry to that of the exit, both "
     "included, of all bars.",
     &Statistics::exposure_percent},
    {"commission", "Commission", "", 2, "All commission charged, of open positions too.",
     &Statistics::commission},
    {"periods_per_year", "Periods per year", "", 0,
     "The annualisation factor: for daily and shorter bars 365 when more than 6/35 of the bars "
     "fall on a weekend (UTC) and 252 otherwise; 52 for weekly, 12 for monthly, 1 for yearly bars.",
     &Statistics::periods_per_year},
};

struct Days {
  std::vector<std::int64_t> number;
  std::vector<double> equity;  // the last of the day
};

Days daily_equity(const EquityCurve& curve) {
  Days days;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const std::int64_t day = day_number(curve.time[i]);
    if (days.number.empty() || days.number.back() != day) {
      days.number.push_back(day);
      days.equity.push_back(0);
    }
    days.equity.back() = curve.equity[i];
  }
  return days;
}

double median_gap(const std::vector<std::int64_t>& days) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < days.size(); ++i) gaps.push_back(days[i] - days[i - 1]);
  if (gaps.empty()) return 1;
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return static_cast<double>(*middle);
}

double periods_per_year(const EquityCurve& curve, const Days& days) {
  const double gap = median_gap(days.number);
  if (gap > 200) return 1;
  if (gap > 20) return 12;
  if (gap > 4) return 52;
  const auto on_weekend = [](Timestamp time) { return weekday(time) % 6 == 0; };
  const auto weekends = std::count_if(curve.time.begin(), curve.time.end(), on_weekend);
  // Two days of seven would be 0.286; sixty percent of it allows for thin weekends.
  const double share = static_cast<double>(weekends) / static_cast<double>(curve.size());
  return share > 2.0 / 7 * 0.6 ? 365 : 252;
}

struct Moments {
  double mean = kNone;
  double deviation = kNone;
};

Moments return_moments(double start, const Days& days) {
  std::vector<double> returns;
  double previous = start;
  for (const double equity : days.equity) {
    returns.push_back(equity / previous - 1);
    previous = equity;
  }
  if (returns.size() < 2) return {};
  const auto count = static_cast<double>(returns.size());
  double mean = 0;
  for (const double value : returns) mean += value / count;
  double squares = 0;
  for (const double value : returns) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (count - 1))};
}

double max_drawdown(const RunResult& result) {
  double peak = result.initial_cash;
  double deepest = 0;
  for (const double equity : result.equity.equity) {
    peak = std::max(peak, equity);
    deepest = std::min(deepest, equity / peak - 1);
  }
  return deepest;
}

double exposure(const RunResult& result) {
  std::vector<std::pair<std::size_t, std::size_t>> spans;
  for (const Trade& trade : result.trades) spans.emplace_back(trade.entry_bar, trade.exit_bar);
  if (result.open_since) spans.emplace_back(*result.open_since, result.equity.size() - 1);
  std::sort(spans.begin(), spans.end());
  std::size_t covered = 0;
  std::size_t next = 0;  // the first bar not counted yet
  for (const auto& [first, last] : spans) {
    const std::size_t from = std::max(first, next);
    if (last < from) continue;
    covered += last - from + 1;
    next = last + 1;
  }
  return static_cast<double>(covered) / static_cast<double>(result.equity.size());
}

double annual_return(const RunResult& result) {
  const auto& time = result.equity.time;
  const double years = static_cast<double>(time.back() - time.front()) / kYear;
  const double growth = result.final_equity() / result.initial_cash;
  return years > 0 && growth > 0 ? std::pow(growth, 1 / years) - 1 : kNone;
}

void add_trade_figures(const RunResult& result, Statistics& statistics) {
  double won = 0;
  double lost = 0;
  std::size_t winners = 0;
  for (const Trade& trade : result.trades) {
    (trade.pnl > 0 ? won : lost) += std::abs(trade.pnl);
    winners += trade.pnl > 0;
  }
  const auto count = static_cast<double>(result.trades.size());
  statistics.trades = count;
  statistics.win_rate_percent = count > 0 ? 100 * static_cast<double>(winners) / count : kNone;
  statistics.profit_factor = lost > 0 ? won / lost : kNone;
}

void add_equity_figures(const RunResult& result, Statistics& statistics) {
  const Days days = daily_equity(result.equity);
  const double periods = periods_per_year(result.equity, days);
  const Moments moments = return_moments(result.initial_cash, days);
  statistics.periods_per_year = periods;
  statistics.annual_return_percent = 100 * annual_return(result);
  statistics.annual_volatility_percent = 100 * moments.deviation * std::sqrt(periods);
  const double ratio = moments.deviation > 0 ? moments.mean / moments.deviation : kNone;
  statistics.sharpe = ratio * std::sqrt(periods);
  statistics.max_drawdown_percent = 100 * max_drawdown(result);
  statistics.exposure_percent = 100 * exposure(result);
}

}  // namespace

Statistics compute_statistics(const RunResult& result) {
  Statistics statistics;
  for (const auto& definition : kDefinitions) statistics.*definition.value = kNone;
  statistics.final_equity = result.final_equity();
  statistics.return_percent = 100 * (result.final_equity() / result.initial_cash - 1);
  statistics.commission = result.commission;
  add_trade_figures(result, statistics);
  if (result.equity.size() != 0) add_equity_figures(result, statistics);
  return statistics;
}

std::span<const StatisticDefinition> statistic_definitions() { return kDefinitions; }

}  // namespace taipan::engine
