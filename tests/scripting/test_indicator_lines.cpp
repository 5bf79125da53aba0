// Indicators asked for by a strategy: how, from what, from when on.
#include "tests/scripting/support.h"

namespace taipan::scripting::testing {
namespace {

TEST(IndicatorLines, EveryIndicatorAgreesWithItsFunction) {
  expect_success(run_source(R"(import numpy as np
import taipan as ta
from taipan import Strategy

class All(Strategy):
    def on_start(self):
        self.lines = {name: self.indicator(name) for name in ta.indicators()}

    def on_stop(self):
        assert len(self.bars) == 400
        for name, facts in ta.indicators().items():
            # Bars are stamped in nanoseconds, indicators take milliseconds.
            inputs = [getattr(self.bars, field).values / (1e6 if field == "time" else 1)
                      for field in facts["fields"]]
            expected = getattr(ta, name)(*inputs)
            if isinstance(expected, dict):
                expected = tuple(expected.values())
            lines = self.lines[name]
            if len(facts["outputs"]) == 1:
                expected, lines = (expected,), (lines,)
            else:
                assert lines._fields == tuple(facts["outputs"])
            for line, values in zip(lines, expected):
                np.testing.assert_allclose(line.values, values, rtol=1e-9, atol=1e-9, err_msg=name)
)",
                            random_bars(400)));
}

TEST(IndicatorLines, TakeOtherSourcesAndEachOther) {
  expect_success(run_source(R"(import numpy as np
import taipan as ta
from taipan import Strategy

class Chain(Strategy):
    def on_start(self):
        self.a = self.ema(10)
        self.b = self.ema(5, source=self.a)
        self.c = self.indicator("ema", period=5, data=self.a)
        self.d = self.rsi(14, data="open")
        self.e = self.sma(3, source=self.bars.high)
        self.g = self.atr(7, close=self.a)
        self.up, self.middle, self.down = self.bollinger_bands(20, devup=1.0)

    def on_stop(self):
        bars = self.bars
        a = ta.ema(bars.close.values, 10)
        same = lambda line, values: np.testing.assert_allclose(line.values, values, rtol=1e-9)
        same(self.a, a)
        same(self.b, ta.ema(a, 5))
        same(self.c, ta.ema(a, 5))
        same(self.d, ta.rsi(bars.open.values, 14))
        same(self.e, ta.sma(bars.high.values, 3))
        same(self.g, ta.atr(bars.high.values, bars.low.values, a, 7))
        same(self.up, ta.bollinger_bands(bars.close.values, 20, devup=1.0)[0])
)",
                            random_bars(300)));
}

TEST(IndicatorLines, IncludeWhatTheFileDefines) {
  expect_success(run_source(R"(import numpy as np
import taipan as ta
from taipan import Strategy

ta.define('spread', 'ema(close, fast) - ema(close, slow)', fast=12, slow=26)

@ta.define
def band(high, low, data, bars=10):
    return {
    "upper" : ta.expressions.highest(high, bars) - data, "lower" : ta.sma(low, bars)}

class Own(Strategy):
    def on_start(self):
        self.a = self.spread(5)
        self.b = self.indicator("spread", fast=5, close="open")
        self.c = self.spread(slow=20, source=self.a)
        self.band = self.indicator("band", data=self.a)
        self.first = None

    def on_bar(self, bar):
        self.first = self.first or len(self.bars)

    def on_stop(self):
        bars = self.bars
        same = np.testing.assert_array_equal
        same(self.a.values, self.ema(5).values - self.ema(26).values)
        same(self.b.values, self.ema(5, data="open").values - self.ema(26, data="open").values)
        same(self.c.values, self.ema(12, source=self.a).values - self.ema(20, source=self.a).values)
        same(self.band.lower.values, self.sma(10, data="low").values)
        highest = np.lib.stride_tricks.sliding_window_view(bars.high.values, 10).max(axis=1)
        same(self.band.upper.values[9:], highest - self.a.values[9:])
        assert self.first == 26
)",
                            random_bars(300)));
}

TEST(IndicatorLines, HoldBackOnBarUntilAllAreWarm) {
  expect_success(run_source(R"(import math
from taipan import Strategy

class Late(Strategy):
    def on_start(self):
        self.f = self.sma(10)
        self.first = []
        self.late = None

    def on_bar(self, bar):
        self.first.append(len(self.bars))
        assert not math.isnan(self.f[-1])
        if self.late is None and len(self.bars) == 15:
            self.late = self.sma(30)
            assert len(self.late) == 15 and math.isnan(self.late[-1])
        elif self.late is not None:
            assert not math.isnan(self.late[-1])
            mean = sum(self.bars.close[-30:]) / 30
            assert abs(self.late[-1] - mean) < 1e-9 * mean

    def on_stop(self):
        assert self.first == [10, 11, 12, 13, 14, 15] + list(range(30, 51)), self.first
)",
                            random_bars(50)));
}

TEST(IndicatorLines, CrossOnlyWhereBothBarsAreWarm) {
  auto bars = std::make_shared<engine::BarColumns>();
  // The mean of two is defined from the second bar on; there it lies on the other side at once.
  for (const double close : {9.0, 1.0, 9.0, 5.0, 5.0, 3.0, 5.0, 5.0, 6.0}) {
    const auto day = static_cast<engine::Timestamp>(bars->size());
    bars->push_back({day * engine::kDay, close, close, close, close, 1});
  }
  expect_success(run_source(R"(from taipan import Strategy

class Cross(Strategy):
    def on_start(self):
        self.m = self.sma(2)
        self.found = {}

    def on_bar(self, bar):
        close = self.bars.close
        here = []
        if close.crosses_above(self.m):
            here.append("up")
        if close.crosses_below(self.m):
            here.append("down")
        if close.crosses_above(4):
            here.append("up 4")
        if self.m.crosses_below(close):
            here.append("mean down")
        if here:
            self.found[len(self.bars)] = here

    def on_stop(self):
        # closes 9 1 9 5 5 3 5 5 6, means - 5 5 7 5 4 4 5 5.5
        assert self.found == {3: ["up", "up 4", "mean down"], 4: ["down"], 6: ["down"],
                              7: ["up", "up 4", "mean down"], 9: ["up", "mean down"]}, self.found
)",
                            bars));
}

TEST(IndicatorLines, DoNotCrossWhileTheBarBeforeWasNotWarm) {
  auto bars = std::make_shared<engine::BarColumns>();
  for (const double close : {5.0, 5.0, 1.0, 9.0}) {
    const auto day = static_cast<engine::Timestamp>(bars->size());
    bars->push_back({day * engine::kDay, close, close, close, close, 1});
  }
  expect_success(run_source(R"(from taipan import Strategy

class Cross(Strategy):
    def on_start(self):
        self.e = self.ema(3)
        self.found = []

    def on_bar(self, bar):
        close = self.bars.close
        self.found.append((len(self.bars), close.crosses_below(self.e), self.e.crosses_above(close),
                           close.crosses_above(self.e), self.e.crosses_below(close)))

    def on_stop(self):
        # averages 5 5 3 6; the one of the second bar is a number, but not of three bars yet
        assert self.found == [(3, False, False, False, False), (4, False, False, True, True)]
)",
                            bars));
}

TEST(IndicatorLines, AreTheSameWhenAskedForAgain) {
  expect_success(run_source(R"(import numpy as np
import taipan as ta
from taipan import Strategy

class Again(Strategy):
    def on_start(self):
        self.slow = self.ema(20, source=self.ema(10))

    def on_bar(self, bar):
        if len(self.bars) > 100:
            self.e = self.ema(20)
            self.m = self.macd(12, 26, 9).macd
            self.again = self.ema(20, source=self.ema(10))
            self.other, self.open = self.ema(21), self.ema(20, data="open")

    def on_stop(self):
        same = lambda line, values: np.testing.assert_allclose(line.values, values, rtol=1e-9)
        close = self.bars.close.values
        same(self.e, ta.ema(close, 20))
        same(self.other, ta.ema(close, 21))
        same(self.open, ta.ema(self.bars.open.values, 20))
        same(self.m, ta.macd(close, 12, 26, 9)[0])
        same(self.again, ta.ema(ta.ema(close, 10), 20))
        same(self.slow, self.again.values)
)",
                            random_bars(20'000)));
}

TEST(IndicatorLines, CompareTheirLastValues) {
  expect_success(run_source(R"(from taipan import Strategy

class Compare(Strategy):
    def on_start(self):
        self.m = self.sma(3)
        try:
            self.m > 1
        except IndexError:
            pass

    def on_bar(self, bar):
        last = self.m[-1]
        assert (self.m > bar.close) == (last > bar.close) == (self.m > self.bars.close)
        assert (self.m <= self.bars.close) == (last <= bar.close) == (bar.close >= self.m)
        assert self.m == self.m and self.m != last and len({self.m, self.m}) == 1
        try:
            self.m < "x"
        except TypeError:
            return
        raise AssertionError
)",
                            random_bars(20)));
}

TEST(IndicatorLines, RefuseWhatMakesNoSense) {
  const auto refused = [](const std::string& call) {
    return failure_of(
        run_source("from taipan import Strategy\nclass A(Strategy):\n"
                   "    def on_start(self):\n        " +
                       call + "\n",
                   random_bars(5)));
  };
  const auto expect = [&](const std::string& call, const std::string& type,
                          const std::string& text) {
    const std::string failure = refused(call);
    EXPECT_NE(failure.find("line 4, in on_start\n    " + call), std::string::npos) << failure;
    EXPECT_NE(failure.find(type + ": "), std::string::npos) << failure;
    EXPECT_NE(failure.find(text), std::string::npos) << failure;
    EXPECT_EQ(failure.find("_indicator_calls.py"), std::string::npos) << failure;
  };
  expect("self.emma(5)", "AttributeError", "Did you mean: 'ema'?");
  expect("self.indicator('emma')", "ValueError", "did you mean 'ema'?");
  expect("self.ema(perod=5)", "TypeError", "perod");
  expect("self.ema(0)", "ValueError", "period must be at least 1");
  expect("self.ema(2.5)", "TypeError", "period must be an integer, got 2.5 (float)");
  expect("self.ema('x')", "TypeError", "period must be an integer");
  expect("self.ema(5, source='clse')", "ValueError", "'clse'");
  expect("self.ema(5, source=self.bars.time)", "TypeError", "live series");
  expect("self.ema(5, source=[1, 2])", "TypeError", "live series");
  expect("self.ema(5, data='open', source='high')", "TypeError", "the same input");
  expect("self.bars.closes", "AttributeError", "Did you mean: 'close'?");
}

}  // namespace
}  // namespace taipan::scripting::testing
