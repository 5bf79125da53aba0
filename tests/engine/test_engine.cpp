#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "engine/writers.h"
#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

using Log = std::vector<std::string>;

// A listener that is warm from a given bar on.
struct Warmup : BarListener {
  explicit Warmup(std::size_t first) : first_warm(first) {}
  void advance(std::size_t index) override {
    EXPECT_EQ(index, advanced);
    ++advanced;
  }
  bool warm() const override { return advanced > first_warm; }
  std::size_t first_warm;
  std::size_t advanced = 0;
};

TEST(Engine, CallsInTheStatedOrder) {
  Log log;
  Scripted strategy;
  strategy.start = [&](Context&) { log.push_back("start"); };
  strategy.bar = [&](Context& context, const Bar& bar) {
    log.push_back("bar " + format_time(bar.time));
    if (context.bars().size() == 1) context.buy(2);
  };
  strategy.order = [&](Context&, const OrderUpdate& update) {
    log.push_back("order " + std::string(to_string(update.status)));
  };
  strategy.fill = [&](Context& context, const Fill& fill) {
    log.push_back("fill at bar " + std::to_string(fill.bar) + ", seen " +
                  std::to_string(context.bars().size()));
  };
  strategy.stop = [&](Context&) { log.push_back("stop"); };
  replay(make_bars(2), strategy, {});
  EXPECT_EQ(log, (Log{"start", "bar 2000-01-03", "order accepted", "order filled",
                      "fill at bar 1, seen 1", "bar 2000-01-04", "stop"}));
}

TEST(Engine, AnOrderFillsAtTheNextOpenWithCommission) {
  const BarColumns bars = make_bars({10, 20, 30}, {11, 22, 33});
  std::vector<Fill> fills;
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) {
    if (context.bars().size() == 1) context.buy(3);
    if (context.bars().size() == 2) context.sell(1);
  };
  strategy.fill = [&](Context&, const Fill& fill) { fills.push_back(fill); };
  RunOptions options;
  options.cash = 1000;
  options.commission = 0.01;
  const RunResult result = replay(bars, strategy, options);

  ASSERT_EQ(fills.size(), 2u);
  EXPECT_EQ(fills[0].bar, 1u);
  EXPECT_EQ(fills[0].time, bars.time[1]);
  EXPECT_DOUBLE_EQ(fills[0].price, 20);
  EXPECT_DOUBLE_EQ(fills[0].quantity, 3);
  EXPECT_DOUBLE_EQ(fills[0].commission, 0.6);
  EXPECT_DOUBLE_EQ(fills[1].price, 30);
  EXPECT_DOUBLE_EQ(fills[1].quantity, -1);
  EXPECT_DOUBLE_EQ(fills[1].commission, 0.3);
  // 1000 - 60 - 0.6 = 939.4 in cash; 3 * 22 held. Then 30 - 0.3 more cash; 2 * 33 held.
  EXPECT_DOUBLE_EQ(result.equity.equity[0], 1000);
  EXPECT_DOUBLE_EQ(result.equity.equity[1], 1005.4);
  EXPECT_DOUBLE_EQ(result.equity.equity[2], 1035.1);
  EXPECT_DOUBLE_EQ(result.cash, 969.1);
  EXPECT_DOUBLE_EQ(result.position, 2);
  EXPECT_DOUBLE_EQ(result.commission, 0.9);
}

TEST(Engine, AStrategySeesTheClosedBarsAndNoOther) {
  const BarColumns bars = make_bars(200);
  std::size_t calls = 0;
  Scripted strategy;
  strategy.bar = [&](Context& context, const Bar& bar) {
    ++calls;
    ASSERT_EQ(context.bars().size(), calls);
    for (const auto view : {context.bars().open(), context.bars().high(), context.bars().low(),
                            context.bars().close(), context.bars().volume()}) {
      ASSERT_EQ(view.size(), calls);
    }
    ASSERT_EQ(context.bars().time().back(), bar.time);
    ASSERT_EQ(context.bars().close().back(), bar.close);
    ASSERT_EQ(context.bars().close().data(), bars.close.data()) << "a view, not a copy";
    ASSERT_EQ(context.now(), bar.time);
    ASSERT_EQ(bar.time, bars.time[calls - 1]);
    if (calls % 3 == 0) context.buy(1);
    if (calls % 5 == 0) context.close();
  };
  strategy.fill = [&](Context& context, const Fill& fill) {
    // At the open the bar itself is not known yet.
    ASSERT_EQ(context.bars().size(), calls);
    ASSERT_EQ(fill.bar, calls);
    ASSERT_EQ(fill.price, bars.open[calls]);
  };
  replay(bars, strategy, {});
  EXPECT_EQ(calls, 200u);
}

// Whatever comes after a bar cannot change what was done before it.
TEST(Engine, TheFutureDoesNotMatter) {
  const auto trade = [](Context& context, const Bar& bar) {
    if (bar.close > bar.open && context.position() <= 0) context.buy(2);
    if (bar.close < bar.open && context.position() >= 0) context.sell(2);
  };
  BarColumns bars = make_bars(100);
  Scripted strategy;
  strategy.bar = trade;
  const RunResult original = replay(bars, strategy, {});
  for (std::size_t i = 60; i < 100; ++i) {
    bars.open[i] *= 3;
    bars.close[i] *= 2;
    bars.high[i] *= 4;
  }
  const RunResult changed = replay(bars, strategy, {});
  for (std::size_t i = 0; i < 60; ++i) {
    ASSERT_EQ(original.equity.equity[i], changed.equity.equity[i]);
    ASSERT_EQ(original.equity.position[i], changed.equity.position[i]);
  }
  EXPECT_NE(original.final_equity(), changed.final_equity());
}

TEST(Engine, TwoRunsGiveTheSameBytes) {
  const BarColumns bars = make_bars(1000);
  const auto run = [&] {
    Scripted strategy;
    strategy.bar = [](Context& context, const Bar& bar) {
      context.submit(bar.close > bar.open ? 0.1 : -0.3);
      if (context.bars().size() % 17 == 0) context.close();
    };
    RunOptions options;
    options.commission = 0.0007;
    const RunResult result = replay(bars, strategy, options);
    EXPECT_GT(result.trades.size(), 100u);
    return trades_csv(result) + equity_csv(result);
  };
  EXPECT_EQ(run(), run());
}

TEST(Engine, OnBarIsWithheldUntilIndicatorsAreWarm) {
  Warmup warmup(4);
  std::vector<std::size_t> seen;
  Scripted strategy;
  strategy.listener = &warmup;
  strategy.bar = [&](Context& context, const Bar&) {
    EXPECT_EQ(warmup.advanced, context.bars().size());
    seen.push_back(context.bars().size());
  };
  const RunResult result = replay(make_bars(7), strategy, {});
  EXPECT_EQ(seen, (std::vector<std::size_t>{5, 6, 7}));
  EXPECT_EQ(warmup.advanced, 7u);
  EXPECT_EQ(result.equity.size(), 7u);
}

TEST(Engine, BadQuantitiesAreRejectedWithTheReason) {
  std::vector<std::string> reasons;
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) {
    context.buy(0);
    context.sell(std::numeric_limits<double>::quiet_NaN());
    context.buy(std::numeric_limits<double>::infinity());
  };
  strategy.order = [&](Context&, const OrderUpdate& update) {
    EXPECT_EQ(update.status, OrderStatus::rejected);
    reasons.emplace_back(update.reason);
  };
  const RunResult result = replay(make_bars(1), strategy, {});
  EXPECT_EQ(reasons, (Log{"the quantity is zero", "the quantity is not a finite number",
                          "the quantity is not a finite number"}));
  EXPECT_EQ(result.orders.rejected, 3u);
  EXPECT_EQ(result.orders.submitted, 3u);
}

TEST(Engine, AnOrderSentOnTheLastBarStaysUnfilled) {
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) { context.buy(1); };
  const RunResult result = replay(make_bars(3), strategy, {});
  EXPECT_EQ(result.orders.filled, 2u);
  EXPECT_EQ(result.orders.unfilled, 1u);
  EXPECT_DOUBLE_EQ(result.position, 2);
}

TEST(Engine, ClosingTwiceDoesNotReverse) {
  Scripted strategy;
  std::size_t cancelled = 0;
  strategy.bar = [](Context& context, const Bar&) {
    if (context.bars().size() == 1) {
      EXPECT_EQ(context.close(), kNoOrder) << "nothing to close";
      context.buy(0.1);
      context.buy(0.2);
    }
    if (context.bars().size() == 2) {
      context.close();
      context.close();
    }
  };
  strategy.order = [&](Context&, const OrderUpdate& update) {
    if (update.status != OrderStatus::cancelled) return;
    ++cancelled;
    EXPECT_EQ(update.reason, "there is no position to close");
  };
  const RunResult result = replay(make_bars(4), strategy, {});
  EXPECT_EQ(result.position, 0) << "and no residue of 0.1 + 0.2";
  EXPECT_EQ(result.trades.size(), 2u);
  EXPECT_EQ(cancelled, 1u);
  EXPECT_EQ(result.orders.cancelled, 1u);
}

TEST(Engine, AnOrderSentFromOnFillWaitsForTheNextBar) {
  std::vector<std::size_t> bars;
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) {
    if (context.bars().size() == 1) context.buy(1);
  };
  strategy.fill = [&](Context& context, const Fill& fill) {
    bars.push_back(fill.bar);
    if (bars.size() < 3) context.buy(1);
  };
  replay(make_bars(5), strategy, {});
  EXPECT_EQ(bars, (std::vector<std::size_t>{1, 2, 3}));
}

TEST(Engine, CancelledOrdersDoNotFill) {
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) {
    context.buy(1);
    context.sell(2);
    EXPECT_EQ(context.pending_orders(), 2u);
    EXPECT_EQ(context.cancel_all(), 2u);
    EXPECT_EQ(context.pending_orders(), 0u);
  };
  const RunResult result = replay(make_bars(3), strategy, {});
  EXPECT_EQ(result.orders.cancelled, 6u);
  EXPECT_EQ(result.orders.filled, 0u);
}

TEST(Engine, AStrategyAnsweringRejectionsWithBadOrdersCannotHoldTheEngine) {
  Scripted strategy;
  strategy.bar = [](Context& context, const Bar&) { context.buy(0); };
  strategy.order = [](Context& context, const OrderUpdate&) { context.buy(0); };
  EXPECT_EQ(replay(make_bars(10), strategy, {}).equity.size(), 10u);
}

TEST(Engine, ProgressIsToldRarelyAndEndsWithAllBars) {
  for (const std::size_t bars : {1, 7, 1000, 200'000}) {
    std::size_t last = 0;
    std::size_t calls = 0;
    RunOptions options;
    options.progress = [&](std::size_t done, std::size_t all) {
      EXPECT_EQ(all, bars);
      EXPECT_GE(done, last);
      last = done;
      ++calls;
    };
    Scripted strategy;
    replay(make_bars(bars, kMinute), strategy, options);
    EXPECT_EQ(last, bars);
    EXPECT_LE(calls, 102u);
    EXPECT_GE(calls, std::min<std::size_t>(bars, 100));
  }
}

TEST(Engine, OptionsOutOfRangeNameFieldValueAndRule) {
  const auto message = [](const BarColumns& bars, double cash, double commission) -> std::string {
    Scripted strategy;
    RunOptions options;
    options.cash = cash;
    options.commission = commission;
    try {
      replay(bars, strategy, options);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "accepted";
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const BarColumns bars = make_bars(1);
  EXPECT_EQ(message(bars, -5, 0), "cash: -5 is not allowed: it must be a positive number");
  EXPECT_EQ(message(bars, nan, 0), "cash: nan is not allowed: it must be a positive number");
  EXPECT_EQ(message(bars, 1, 1.5),
            "commission: 1.5 is not allowed: it is a fraction of the notional, at least 0 and "
            "below 1");
  EXPECT_EQ(message({}, 1, 0), "data: there is no bar to replay");
  EXPECT_EQ(message(bars, 1, 0.5), "accepted");
}

}  // namespace
}  // namespace taipan::engine::testing
