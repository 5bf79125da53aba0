// Orders, account and events from Python; the example strategies; the same run twice.
#include <cstring>

#include "tests/scripting/support.h"

namespace taipan::scripting::testing {
namespace {

using engine::BarColumns;
using engine::RunResult;

// Written from the definitions, without anything of the host.
struct PlainEmaCross : engine::Strategy {
  explicit PlainEmaCross(const std::vector<double>& close)
      : fast(ema(close, 20)), slow(ema(close, 50)) {}

  static std::vector<double> ema(const std::vector<double>& close, std::size_t period) {
    std::vector<double> values;
    double value = close.front();
    for (const double price : close) {
      value += 2.0 / static_cast<double>(period + 1) * (price - value);
      values.push_back(value);
    }
    return values;
  }

  void on_bar(engine::Context& context, const engine::Bar&) override {
    const std::size_t i = context.bars().size() - 1;
    // Both averages are there from the fiftieth bar on, so the first crossing is at the next.
    if (i < 50) return;
    if (fast[i - 1] <= slow[i - 1] && fast[i] > slow[i]) context.buy(10);
    if (fast[i - 1] >= slow[i - 1] && fast[i] < slow[i]) context.close();
  }

  std::vector<double> fast;
  std::vector<double> slow;
};

const std::string kExamples = TAIPAN_SOURCE_DIR "/strategies/";

void expect_same_bytes(const RunResult& one, const RunResult& other) {
  ASSERT_EQ(one.trades.size(), other.trades.size());
  for (std::size_t i = 0; i < one.trades.size(); ++i) {
    EXPECT_EQ(one.trades[i].entry_bar, other.trades[i].entry_bar);
    EXPECT_EQ(one.trades[i].exit_bar, other.trades[i].exit_bar);
    EXPECT_EQ(std::memcmp(&one.trades[i].pnl, &other.trades[i].pnl, sizeof(double)), 0);
  }
  ASSERT_EQ(one.equity.size(), other.equity.size());
  EXPECT_EQ(std::memcmp(one.equity.equity.data(), other.equity.equity.data(),
                        one.equity.size() * sizeof(double)),
            0);
}

TEST(Examples, EmaCrossTradesLikeThePlainLoop) {
  const auto bars = random_bars(5000);
  PlainEmaCross plain(bars->close);
  engine::RunOptions options;
  options.commission = 0.001;
  const RunResult expected = engine::replay(*bars, plain, options);
  const RunResult actual = run_file(kExamples + "ema_cross.py", bars, {}, options);
  expect_success(actual);
  ASSERT_GT(expected.trades.size(), 10u);
  expect_same_bytes(actual, expected);
}

TEST(Examples, RunTradeAndRepeatTheirBytes) {
  const auto bars = random_bars(3000, 5);
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples)) {
    if (entry.path().extension() != ".py") continue;
    SCOPED_TRACE(entry.path().string());
    engine::RunOptions options;
    options.commission = 0.0005;
    const RunResult first = run_file(entry.path(), bars, {}, options);
    expect_success(first);
    EXPECT_GT(first.trades.size(), 2u);
    EXPECT_EQ(first.orders.rejected, 0u);
    expect_same_bytes(run_file(entry.path(), bars, {}, options), first);
    ++count;
  }
  EXPECT_GE(count, 4u);
}

TEST(Trading, EventsTellWhatHappened) {
  expect_success(run_source(R"(import math
from taipan import Strategy

class Trader(Strategy):
    def on_start(self):
        self.log = []
        self.fills = []
        assert self.cash == self.equity == 10000 and self.position == 0 and self.trades == []
        assert self.close() is None and self.cancel_all() == 0

    def on_bar(self, bar):
        n = len(self.bars)
        if n == 1:
            assert self.buy(2) == 1 and self.pending_orders == 1
        elif n == 2:
            assert self.position == 2 and self.equity == self.cash + 2 * bar.close
            assert self.sell(0.5) == 2
        elif n == 3:
            assert self.close() == 3
        elif n == 5:
            assert self.position == 0 and [t.size for t in self.trades] == [0.5, 1.5]
            assert self.buy(0) == 4 and self.buy(math.nan) == 5
            assert self.buy(1) == 6 and self.cancel_all() == 1

    def on_order(self, order):
        self.log.append((len(self.bars), order.id, order.status))
        assert bool(order.reason) == (order.status in ("rejected", "cancelled"))

    def on_fill(self, fill):
        self.log.append((len(self.bars), fill.order, "fill"))
        self.fills.append(fill)

    def on_stop(self):
        assert self.log == [
            (1, 1, "accepted"), (1, 1, "filled"), (1, 1, "fill"),
            (2, 2, "accepted"), (2, 2, "filled"), (2, 2, "fill"),
            (3, 3, "accepted"), (3, 3, "filled"), (3, 3, "fill"),
            (5, 4, "rejected"), (5, 5, "rejected"), (5, 6, "accepted"), (5, 6, "cancelled")], self.log
        assert [(f.bar, f.quantity) for f in self.fills] == [(1, 2), (2, -0.5), (3, -1.5)]
        for fill in self.fills:
            assert fill.price == self.bars.open[fill.bar] and fill.time == self.bars.time[fill.bar]
)",
                            random_bars(8)));
}

TEST(Trading, RefusesNegativeQuantitiesAndOtherThings) {
  const auto failure = [](const std::string& call) {
    return failure_of(
        run_source("from taipan import Strategy\nclass A(Strategy):\n"
                   "    def on_bar(self, bar):\n        " +
                       call + "\n",
                   random_bars(3)));
  };
  EXPECT_NE(failure("self.buy(-1)").find("ValueError: buy: quantity = -1"), std::string::npos);
  EXPECT_NE(failure("self.sell(-0.5)").find("ValueError: sell: quantity = -0.5"),
            std::string::npos);
  EXPECT_NE(failure("self.buy('1')").find("TypeError"), std::string::npos);
  EXPECT_NE(failure("self.buy()").find("TypeError"), std::string::npos);
}

TEST(Trading, EndsWithTheRun) {
  const auto path = write_strategy(R"(import sys
from taipan import Strategy

class A(Strategy):
    def on_start(self):
        if hasattr(sys, "former"):
            for use in (lambda: sys.former.buy(1), lambda: sys.former.cash, lambda: sys.former.ema(5)):
                try:
                    use()
                except RuntimeError as error:
                    assert "during a run" in str(error)
                else:
                    raise AssertionError
            del sys.former
        else:
            sys.former = self
)");
  expect_success(run_file(path, random_bars(3)));
  expect_success(run_file(path, random_bars(3)));
}

}  // namespace
}  // namespace taipan::scripting::testing
