// Four strategies that two other engines and an independent simulator ran on the same bars.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/csv/bars.h"
#include "engine/statistics.h"
#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Written from the reference's text: the seed is the mean of the first values.
std::vector<double> plain_ema(const std::vector<double>& values, std::size_t period) {
  std::vector<double> result(values.size(), kNone);
  const double alpha = 2.0 / (static_cast<double>(period) + 1);
  double average = 0;
  for (std::size_t i = 0; i < period; ++i) average += values[i];
  average /= static_cast<double>(period);
  for (std::size_t i = period - 1; i < values.size(); ++i) {
    if (i >= period) average = average * (1 - alpha) + values[i] * alpha;
    result[i] = average;
  }
  return result;
}

std::vector<double> plain_rsi(const std::vector<double>& values, std::size_t period) {
  std::vector<double> result(values.size(), kNone);
  const auto length = static_cast<double>(period);
  double up = 0;
  double down = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double change = values[i] - values[i - 1];
    const double gain = std::max(change, 0.0);
    const double loss = std::max(-change, 0.0);
    const bool seeding = i <= period;
    up = seeding ? up + gain / length : up * (1 - 1 / length) + gain * (1 / length);
    down = seeding ? down + loss / length : down * (1 - 1 / length) + loss * (1 / length);
    if (i >= period) result[i] = 100 - 100 / (1 + up / down);
  }
  return result;
}

struct Case {
  std::string name;
  double cash;
  bool ema;
  bool shorts;
};

void PrintTo(const Case& value, std::ostream* stream) { *stream << value.name; }

class Golden : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    directory_ = shared_directory() / "engines" / "golden";
    if (!std::filesystem::exists(directory_)) {
      GTEST_SKIP() << "reference data not found: " << directory_ << " (TAIPAN_SHARED)";
    }
    bars_ = load_bars_csv((directory_ / "data_ohlcv.csv").string()).bars;
    RunOptions options;
    options.cash = GetParam().cash;
    options.commission = 0.001;
    Scripted strategy = GetParam().ema ? ema_cross() : rsi_levels();
    result_ = replay(bars_, strategy, options);
  }

  Scripted ema_cross() {
    Scripted strategy;
    strategy.bar = [fast = plain_ema(bars_.close, 20), slow = plain_ema(bars_.close, 50),
                    shorts = GetParam().shorts](Context& context, const Bar&) {
      const std::size_t i = context.bars().size() - 1;
      if (i < 50) return;
      const bool above = fast[i - 1] < slow[i - 1] && fast[i] > slow[i];
      const bool below = fast[i - 1] > slow[i - 1] && fast[i] < slow[i];
      if (!above && !below) return;
      context.close();
      if (above) context.buy(1);
      if (below && shorts) context.sell(1);
    };
    return strategy;
  }

  Scripted rsi_levels() {
    Scripted strategy;
    strategy.bar = [rsi = plain_rsi(bars_.close, 14), shorts = GetParam().shorts](Context& context,
                                                                                  const Bar&) {
      const std::size_t i = context.bars().size() - 1;
      if (i < 15) return;
      if (context.position() <= 0 && rsi[i] < 30) {
        context.close();
        context.buy(1);
      } else if (rsi[i] > 70 && (shorts ? context.position() >= 0 : context.position() > 0)) {
        context.close();
        if (shorts) context.sell(1);
      }
    };
    return strategy;
  }

  nlohmann::json read_json(const char* name) const {
    std::ifstream file(directory_ / GetParam().name / name);
    return nlohmann::json::parse(file);
  }

  std::filesystem::path directory_;
  BarColumns bars_;
  RunResult result_;
};

TEST_P(Golden, SameTrades) {
  const auto rows = read_csv(directory_ / GetParam().name / "ref_trades.csv");
  ASSERT_EQ(result_.trades.size() + 1, rows.size());
  for (std::size_t i = 0; i < result_.trades.size(); ++i) {
    const Trade& trade = result_.trades[i];
    const auto& row = rows[i + 1];
    ASSERT_EQ(trade.entry_bar, std::stoul(row[0])) << "trade " << i;
    ASSERT_EQ(trade.exit_bar, std::stoul(row[1])) << "trade " << i;
    ASSERT_EQ(trade.entry_time, std::stoll(row[2]) * 1'000'000);
    ASSERT_EQ(trade.exit_time, std::stoll(row[3]) * 1'000'000);
    ASSERT_EQ(trade.size, std::stod(row[4]));
    ASSERT_EQ(trade.entry_price, std::stod(row[5]));
    ASSERT_EQ(trade.exit_price, std::stod(row[6]));
    ASSERT_NEAR(trade.commission, std::stod(row[8]), 1e-9);
    ASSERT_NEAR(trade.pnl, std::stod(row[9]), 1e-9);
    ASSERT_NEAR(trade.return_percent(), std::stod(row[10]), 1e-9);
  }
}

TEST_P(Golden, SameEquityInAllThree) {
  const auto rows = read_csv(directory_ / GetParam().name / "equity.csv");
  ASSERT_EQ(result_.equity.size() + 1, rows.size());
  for (std::size_t i = 0; i < result_.equity.size(); ++i) {
    ASSERT_EQ(result_.equity.time[i], std::stoll(rows[i + 1][0]) * 1'000'000);
    for (const std::size_t engine : {1, 2, 3}) {
      ASSERT_NEAR(result_.equity.equity[i], std::stod(rows[i + 1][engine]), 1e-6) << "bar " << i;
    }
  }
}

TEST_P(Golden, SameStatisticsWhereTheDefinitionsAgree) {
  const Statistics actual = compute_statistics(result_);
  const auto expected = read_json("ref_stats.json");
  const auto near = [&](double value, const char* name) {
    const double reference = expected.at(name).get<double>();
    EXPECT_NEAR(value, reference, 1e-9 * std::abs(reference)) << name;
  };
  near(actual.final_equity, "Equity Final [$]");
  near(actual.return_percent, "Return [%]");
  near(actual.annual_return_percent, "CAGR [%]");
  near(actual.max_drawdown_percent, "Max. Drawdown [%]");
  near(actual.sharpe, "SharpeRatio_days_365_rf0_annualized_bessel");
  near(actual.trades, "# Trades");
  near(actual.win_rate_percent, "Win Rate [%]");
  EXPECT_EQ(actual.periods_per_year, 365);
}

TEST_P(Golden, CommissionOfEveryFill) {
  double expected = 0;
  const auto rows = read_csv(directory_ / GetParam().name / "fills.csv");
  for (std::size_t i = 1; i < rows.size(); ++i) expected += std::stod(rows[i][4]);
  EXPECT_NEAR(compute_statistics(result_).commission, expected, 1e-9 * expected);
}

TEST_P(Golden, ExposureCountsTheOpenPositionToo) {
  const auto meta = read_json("meta.json");
  double expected = read_json("ref_stats.json").at("Exposure Time [%]").get<double>();
  // The reference leaves the last, open position out.
  if (!meta.at("open_position_at_end").is_null()) {
    const auto entry = meta["open_position_at_end"]["entry_bar"].get<std::size_t>();
    const bool reversed = !result_.trades.empty() && result_.trades.back().exit_bar == entry;
    const std::size_t added = bars_.size() - entry - (reversed ? 1 : 0);
    expected += 100.0 * static_cast<double>(added) / static_cast<double>(bars_.size());
  }
  EXPECT_NEAR(compute_statistics(result_).exposure_percent, expected, 1e-9);
}

TEST_P(Golden, VolatilityAndProfitFactorFromTheOtherEnginesFiles) {
  const Statistics actual = compute_statistics(result_);
  const auto rows = read_csv(directory_ / GetParam().name / "backtrader_daily_returns.csv");
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) sum += std::stod(rows[i][1]);
  const auto count = static_cast<double>(rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    squares += std::pow(std::stod(rows[i][1]) - sum / count, 2);
  }
  const double volatility = 100 * std::sqrt(squares / (count - 1) * 365);
  EXPECT_NEAR(actual.annual_volatility_percent, volatility, 1e-7);

  const auto analyzer = read_json("backtrader_stats.json").at("TradeAnalyzer");
  const double won = analyzer["won"]["pnl"]["total"].get<double>();
  const double lost = analyzer["lost"]["pnl"]["total"].get<double>();
  EXPECT_NEAR(actual.profit_factor, -won / lost, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden,
                         ::testing::Values(Case{"ema_long", 100'000, true, false},
                                           Case{"ema_longshort", 100'000, true, true},
                                           Case{"rsi_long", 100'000, false, false},
                                           Case{"rsi_longshort", 1'000'000, false, true}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace taipan::engine::testing
