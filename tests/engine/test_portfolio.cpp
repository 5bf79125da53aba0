#include <gtest/gtest.h>

#include "engine/portfolio.h"

namespace taipan::engine {
namespace {

Fill fill(std::size_t bar, double quantity, double price, double commission = 0) {
  return {bar, static_cast<Timestamp>(bar) * kDay, bar, quantity, price, commission};
}

TEST(Portfolio, ALongRoundTrip) {
  Portfolio portfolio(1000);
  portfolio.apply(fill(1, 10, 20, 2));
  EXPECT_DOUBLE_EQ(portfolio.cash(), 798);
  portfolio.mark(21);
  EXPECT_DOUBLE_EQ(portfolio.equity(), 1008);
  portfolio.apply(fill(4, -10, 25, 3));
  EXPECT_DOUBLE_EQ(portfolio.cash(), 1045);
  EXPECT_DOUBLE_EQ(portfolio.equity(), 1045);

  ASSERT_EQ(portfolio.trades().size(), 1u);
  const Trade& trade = portfolio.trades()[0];
  EXPECT_EQ(trade.entry_bar, 1u);
  EXPECT_EQ(trade.exit_bar, 4u);
  EXPECT_EQ(trade.exit_time, 4 * kDay);
  EXPECT_DOUBLE_EQ(trade.size, 10);
  EXPECT_DOUBLE_EQ(trade.commission, 5);
  EXPECT_DOUBLE_EQ(trade.pnl, 45);
  EXPECT_DOUBLE_EQ(trade.return_percent(), 22.5);
}

TEST(Portfolio, AShortEarnsWhenThePriceFalls) {
  Portfolio portfolio(1000);
  portfolio.apply(fill(0, -5, 100));
  EXPECT_DOUBLE_EQ(portfolio.cash(), 1500);
  portfolio.mark(90);
  EXPECT_DOUBLE_EQ(portfolio.equity(), 1050);
  portfolio.apply(fill(1, 5, 80));
  EXPECT_DOUBLE_EQ(portfolio.equity(), 1100);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].size, -5);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].pnl, 100);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].return_percent(), 20);
}

TEST(Portfolio, FirstInFirstOutAndPartly) {
  Portfolio portfolio(1000);
  portfolio.apply(fill(0, 4, 10, 4));
  portfolio.apply(fill(1, 6, 20, 6));
  portfolio.apply(fill(2, -7, 30, 7));
  // The first lot whole, and half of the second; commission in proportion.
  ASSERT_EQ(portfolio.trades().size(), 2u);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].size, 4);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].commission, 8);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].pnl, 4 * 20 - 8);
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].size, 3);
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].entry_price, 20);
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].commission, 6);
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].pnl, 3 * 10 - 6);
  EXPECT_DOUBLE_EQ(portfolio.position(), 3);
  EXPECT_EQ(portfolio.open_since(), 1u);
  EXPECT_DOUBLE_EQ(portfolio.commission(), 17);
}

TEST(Portfolio, ReversalClosesAndOpensAtTheSamePrice) {
  Portfolio portfolio(1000);
  portfolio.apply(fill(0, 2, 10, 2));
  portfolio.apply(fill(3, -5, 12, 5));
  ASSERT_EQ(portfolio.trades().size(), 1u);
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].commission, 4) << "2 of entry, 2 of the 5 of exit";
  EXPECT_DOUBLE_EQ(portfolio.position(), -3);
  EXPECT_EQ(portfolio.open_since(), 3u);
  portfolio.apply(fill(4, 3, 11, 0));
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].commission, 3) << "the rest of the reversal's";
  EXPECT_DOUBLE_EQ(portfolio.trades()[1].pnl, 0);
  EXPECT_EQ(portfolio.position(), 0);
}

TEST(Portfolio, MoneyAddsUp) {
  Portfolio portfolio(500);
  const double quantities[] = {0.1, 0.2, -0.05, 0.7, -2, 1.3, 0.35, -0.4};
  std::size_t bar = 0;
  for (const double quantity : quantities) {
    portfolio.apply(fill(bar, quantity, 100 + 3.3 * static_cast<double>(bar), 0.25));
    ++bar;
  }
  portfolio.apply(fill(bar, -portfolio.position(), 110, 0.25));
  double profit = 0;
  for (const Trade& trade : portfolio.trades()) profit += trade.pnl;
  EXPECT_EQ(portfolio.position(), 0);
  EXPECT_NEAR(portfolio.equity(), 500 + profit, 1e-9);
}

TEST(Portfolio, NegativePricesAreLegal) {
  Portfolio portfolio(1000);
  portfolio.apply(fill(0, 1, -36.98));
  EXPECT_DOUBLE_EQ(portfolio.cash(), 1036.98);
  portfolio.apply(fill(1, -1, 10));
  EXPECT_DOUBLE_EQ(portfolio.trades()[0].pnl, 46.98);
  EXPECT_GT(portfolio.trades()[0].return_percent(), 0);
}

}  // namespace
}  // namespace taipan::engine
