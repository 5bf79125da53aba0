#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/statistics.h"
#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

RunResult with_equity(const std::vector<double>& equity, Timestamp start, Timestamp step) {
  RunResult result;
  result.initial_cash = 100;
  for (std::size_t i = 0; i < equity.size(); ++i) {
    result.equity.push_back(start + static_cast<Timestamp>(i) * step, equity[i], 0);
  }
  return result;
}

const Timestamp kMonday = *from_civil(2000, 1, 3);

TEST(Statistics, ByHand) {
  RunResult result = with_equity({100, 110, 99, 121}, kMonday, kDay);
  result.trades = {
      {0, 1, 0, 0, 1, 10, 12, 0, 2}, {1, 2, 0, 0, 1, 10, 9, 0, -1}, {2, 2, 0, 0, 1, 10, 10, 0, 0}};
  const Statistics actual = compute_statistics(result);
  EXPECT_DOUBLE_EQ(actual.final_equity, 121);
  EXPECT_NEAR(actual.return_percent, 21, 1e-12);
  EXPECT_NEAR(actual.annual_return_percent, 100 * (std::pow(1.21, 365.25 / 3) - 1), 1e-2);
  EXPECT_NEAR(actual.max_drawdown_percent, -10, 1e-12);
  // Returns 0, 0.1, -0.1, 2/9.
  const double mean = (2.0 / 9) / 4;
  double squares = 0;
  for (const double r : {0.0, 0.1, -0.1, 2.0 / 9}) squares += (r - mean) * (r - mean);
  const double deviation = std::sqrt(squares / 3);
  EXPECT_NEAR(actual.annual_volatility_percent, 100 * deviation * std::sqrt(252), 1e-9);
  EXPECT_NEAR(actual.sharpe, mean / deviation * std::sqrt(252), 1e-12);
  EXPECT_EQ(actual.trades, 3);
  EXPECT_NEAR(actual.win_rate_percent, 100.0 / 3, 1e-12);
  EXPECT_DOUBLE_EQ(actual.profit_factor, 2);
  EXPECT_DOUBLE_EQ(actual.exposure_percent, 75);
}

TEST(Statistics, WithoutTradesOrMovementMuchIsUndefined) {
  const Statistics actual = compute_statistics(with_equity({100, 100}, kMonday, kDay));
  EXPECT_EQ(actual.return_percent, 0);
  EXPECT_EQ(actual.trades, 0);
  EXPECT_TRUE(std::isnan(actual.win_rate_percent));
  EXPECT_TRUE(std::isnan(actual.profit_factor));
  EXPECT_TRUE(std::isnan(actual.sharpe));
  EXPECT_EQ(actual.annual_volatility_percent, 0);
  EXPECT_EQ(actual.exposure_percent, 0);
}

TEST(Statistics, OfARunWithoutBars) {
  const Statistics actual = compute_statistics(with_equity({}, 0, 0));
  EXPECT_EQ(actual.final_equity, 100);
  EXPECT_TRUE(std::isnan(actual.annual_return_percent));
  EXPECT_TRUE(std::isnan(actual.exposure_percent));
}

TEST(Statistics, ATotalLossHasNoAnnualReturn) {
  const Statistics actual = compute_statistics(with_equity({100, -20}, kMonday, kDay));
  EXPECT_TRUE(std::isnan(actual.annual_return_percent));
  EXPECT_NEAR(actual.max_drawdown_percent, -120, 1e-12);
}

TEST(Statistics, PeriodsPerYearFollowTheData) {
  const std::vector<double> flat(120, 100);
  const auto periods = [&](Timestamp start, Timestamp step) {
    return compute_statistics(with_equity(flat, start, step)).periods_per_year;
  };
  EXPECT_EQ(periods(kMonday, kDay), 365) << "weekends are there";
  EXPECT_EQ(periods(kMonday, kHour), 252) << "Monday to Friday";
  EXPECT_EQ(periods(kMonday, 7 * kDay), 52);
  EXPECT_EQ(periods(kMonday, 30 * kDay), 12);
  EXPECT_EQ(periods(*from_civil(1700, 1, 1), 365 * kDay), 1);
}

TEST(Statistics, ADayCountsOnceWithItsLastEquity) {
  const Statistics hourly =
      compute_statistics(with_equity(std::vector<double>(24, 100), kMonday, kHour));
  EXPECT_TRUE(std::isnan(hourly.sharpe)) << "one day, one return";
  RunResult result = with_equity({100, 500, 120}, kMonday, 8 * kHour);
  result.equity.push_back(kMonday + kDay, 60, 0);
  // Returns 0.2 and -0.5, whatever the equity was within the day.
  EXPECT_NEAR(compute_statistics(result).annual_volatility_percent,
              100 * 0.7 / std::sqrt(2) * std::sqrt(252), 1e-9);
}

TEST(Statistics, OverlappingTradesAreExposedOnce) {
  RunResult result = with_equity(std::vector<double>(10, 100), kMonday, kDay);
  result.trades = {
      {1, 5, 0, 0, 1, 1, 1, 0, 0}, {2, 4, 0, 0, 1, 1, 1, 0, 0}, {5, 6, 0, 0, 1, 1, 1, 0, 0}};
  result.open_since = 8;
  EXPECT_DOUBLE_EQ(compute_statistics(result).exposure_percent, 80) << "1 to 6, 8 and 9";
}

TEST(Statistics, EveryOneIsDefinedInWords) {
  std::set<std::string_view> keys;
  for (const auto& definition : statistic_definitions()) {
    EXPECT_TRUE(keys.insert(definition.key).second) << definition.key;
    EXPECT_TRUE(definition.definition.ends_with('.')) << definition.key;
    EXPECT_FALSE(definition.title.empty());
  }
  EXPECT_EQ(keys.size() * sizeof(double), sizeof(Statistics)) << "a figure without definition";
}

}  // namespace
}  // namespace taipan::engine::testing
