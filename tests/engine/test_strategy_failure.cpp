#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

[[noreturn]] void fail() { throw std::runtime_error("the user's mistake"); }

// A strategy that buys at every bar, throws in one callback at bar 4, and must not be called again.
struct Failing : Strategy {
  explicit Failing(std::string callback) : callback_(std::move(callback)) {}

  void on_start(Context&) override { enter("on_start"); }
  void on_bar(Context& context, const Bar&) override {
    context.buy(1);
    context.buy(1);
    if (context.bars().size() >= 4) enter("on_bar");
  }
  void on_order(Context& context, const OrderUpdate&) override {
    if (context.bars().size() >= 4) enter("on_order");
  }
  void on_fill(Context& context, const Fill&) override {
    if (context.bars().size() >= 4) enter("on_fill");
  }
  void on_stop(Context&) override { enter("on_stop"); }

  void enter(const std::string& name) {
    EXPECT_FALSE(failed) << name << " was called after the failure";
    if (name != callback_) return;
    failed = true;
    fail();
  }

  bool failed = false;
  std::string callback_;
};

struct Expectation {
  std::string callback;
  std::size_t bars;  // with an equity point
  double position;
  std::size_t cancelled;
};

void PrintTo(const Expectation& value, std::ostream* stream) { *stream << value.callback; }

class StrategyFailures : public ::testing::TestWithParam<Expectation> {};

TEST_P(StrategyFailures, StopItCancelItsOrdersAndKeepTheResults) {
  Failing strategy(GetParam().callback);
  const BarColumns bars = make_bars(10);
  const RunResult result = replay(bars, strategy, {});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->callback, GetParam().callback);
  EXPECT_EQ(result.failure->text, "the user's mistake");
  EXPECT_THROW(std::rethrow_exception(result.failure->exception), std::runtime_error);
  EXPECT_EQ(result.equity.size(), GetParam().bars);
  EXPECT_EQ(result.position, GetParam().position);
  EXPECT_EQ(result.orders.cancelled, GetParam().cancelled);
  EXPECT_EQ(result.orders.unfilled, 0u);
}

// Two orders a bar: by bar index 3 six have filled and two are pending. At the open of bar index 4
// the first of those fills and on_fill throws, which leaves the other.
INSTANTIATE_TEST_SUITE_P(Callbacks, StrategyFailures,
                         ::testing::Values(Expectation{"on_start", 0, 0, 0},
                                           Expectation{"on_bar", 4, 6, 2},
                                           Expectation{"on_order", 4, 6, 2},
                                           Expectation{"on_fill", 5, 7, 1},
                                           Expectation{"on_stop", 10, 18, 2}),
                         [](const auto& test) { return test.param.callback; });

TEST(StrategyFailure, SomethingThatIsNoExceptionIsCaughtToo) {
  Scripted strategy;
  strategy.bar = [](Context&, const Bar&) { throw 42; };
  const RunResult result = replay(make_bars(3), strategy, {});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->text, "an exception that is no std::exception");
}

TEST(StrategyFailure, AnIndicatorThatThrowsStopsItsStrategy) {
  struct Broken : BarListener {
    void advance(std::size_t index) override {
      if (index == 2) fail();
    }
    bool warm() const override { return true; }
  } broken;
  std::size_t calls = 0;
  Scripted strategy;
  strategy.listener = &broken;
  strategy.bar = [&](Context&, const Bar&) { ++calls; };
  const BarColumns bars = make_bars(5);
  const RunResult result = replay(bars, strategy, {});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(calls, 2u);
  EXPECT_EQ(result.failure->time, bars.time[2]);
}

}  // namespace
}  // namespace taipan::engine::testing
