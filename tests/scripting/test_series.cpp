// What a strategy sees at each bar: all that has happened, nothing that has not.
#include <pybind11/embed.h>

#include "tests/scripting/support.h"

namespace taipan::scripting::testing {
namespace {

TEST(Series, EndAtThePresentBar) {
  expect_success(run_source(R"(import numpy as np
import taipan as ta
from taipan import Strategy

class Look(Strategy):
    def on_start(self):
        self.f = self.ema(20)
        self.bands = self.bollinger_bands(20)
        self.seen = 0
        assert len(self.bars) == len(self.f) == len(self.f.values) == 0

    def on_fill(self, fill):
        assert fill.bar == len(self.bars) == len(self.f), "a fill comes before its bar is known"

    def on_bar(self, bar):
        self.seen += 1
        n = len(self.bars)
        assert n == self.seen + 19
        assert self.bars.close[-1] == bar.close and self.bars.time[-1] == bar.time == self.now
        for column in (self.bars.open, self.bars.volume, self.bars.time, self.f, *self.bands):
            assert len(column) == len(column.values) == len(column[:]) == len(np.asarray(column)) == n
            assert len(memoryview(column)) == n and len(list(column)) == n
        if n % 97 == 0:
            close = self.bars.close.values
            for line, all_of in ((self.f, ta.ema(close, 20)),
                                 (self.bands.upper_band, ta.bollinger_bands(close, 20)[0])):
                np.testing.assert_allclose(line.values, all_of, rtol=1e-12)
                assert line[-1] == line.values[-1]
            self.buy(1)

    def on_stop(self):
        assert self.seen == 1000 - 19
)",
                            random_bars(1000)));
}

TEST(Series, ConvertAndFormatAsTheirLastValue) {
  expect_success(run_source(R"(from taipan import Strategy

class Look(Strategy):
    def on_start(self):
        for convert in (int, float, "{:.2f}".format):
            try:
                convert(self.bars.close)
            except IndexError:
                continue
            raise AssertionError(convert)

    def on_bar(self, bar):
        close, time = self.bars.close, self.bars.time
        assert int(close) == int(bar.close) and float(close) == bar.close
        assert int(time) == bar.time and f"{time:d}" == str(bar.time)
        assert f"{close:.2f}" == f"{bar.close:.2f}" and f"{close:>12}" == f"{bar.close:>12}"
        assert f"{close}" == str(close) == repr(close)
)",
                            random_bars(10)));
}

TEST(Series, AreIndexedLikeSequences) {
  expect_success(run_source(R"(import numpy as np
from taipan import Strategy

class Look(Strategy):
    def on_bar(self, bar):
        if len(self.bars) != 30:
            return
        close, expected = self.bars.close, list(self.bars.close.values)
        for index in (0, 29, -1, -30, np.int64(-2)):
            assert close[index] == expected[index] and type(close[index]) is float
        for part in (slice(-5, None), slice(2, 9, 3), slice(None, None, -1), slice(40, 50),
                     slice(-50, 3)):
            assert list(close[part]) == expected[part]
        for index in (30, -31, 10**30):
            try:
                close[index]
            except IndexError:
                continue
            raise AssertionError(f"{index} gave a value")
        try:
            close["x"]
        except TypeError:
            pass
        assert float(close) == expected[-1]
        assert type(self.bars.time[-1]) is int and self.bars.time.values.dtype == np.int64
        self.done = True

    def on_stop(self):
        assert self.done
)",
                            random_bars(40)));
}

TEST(Series, ViewsAreNeitherCopiesNorWritableNorGrow) {
  expect_success(run_source(R"(import numpy as np
from taipan import Strategy

def refuses(action):
    try:
        action()
    except (ValueError, TypeError, BufferError, AttributeError):
        return True
    return False

class Look(Strategy):
    def on_start(self):
        self.f = self.sma(5)
        self.kept = []

    def on_bar(self, bar):
        for series in (self.f, self.bars.close, self.bars.time):
            view, again, tail = series.values, np.asarray(series), series[-3:]
            assert np.shares_memory(view, again) and np.shares_memory(view, tail)
            for array in (view, again, tail):
                assert refuses(lambda: array.__setitem__(0, 1))
                assert refuses(lambda: array.setflags(write=True))
                assert refuses(lambda: array.resize(10**6))
            assert memoryview(series).readonly
            assert refuses(lambda: series.__setitem__(0, 1))
        assert refuses(lambda: setattr(bar, "close", 1)) and refuses(lambda: setattr(self, "bars", 1))
        self.kept.append((self.f.values, memoryview(self.f), len(self.bars)))

    def on_stop(self):
        assert self.kept
        for view, buffer, length in self.kept:
            assert len(view) == len(buffer) == length
)",
                            random_bars(60)));
}

TEST(Series, OutliveTheRunAndItsBars) {
  const auto path = write_strategy(R"(import sys
from taipan import Strategy

class Keep(Strategy):
    def on_start(self):
        self.f = self.sma(2)

    def on_stop(self):
        sys.kept = (self.f.values, self.bars.close[-5:], memoryview(self.f), self.f, self.bars)
)");
  auto bars = random_bars(1000);
  const double last = bars->close.back();
  const double mean = (bars->close[998] + bars->close[999]) / 2;
  expect_success(run_file(path, bars));
  bars.reset();
  namespace py = pybind11;
  const py::tuple kept = py::module_::import("sys").attr("kept");
  const auto last_of = [](const py::handle& values) { return values[py::int_(-1)].cast<double>(); };
  EXPECT_NEAR(last_of(kept[0]), mean, 1e-9);
  EXPECT_EQ(last_of(kept[1]), last);
  EXPECT_NEAR(last_of(kept[2]), mean, 1e-9);
  EXPECT_NEAR(last_of(kept[3]), mean, 1e-9);
  EXPECT_EQ(last_of(kept[4].attr("close")), last);
  EXPECT_EQ(py::len(kept[4]), 1000u);
  py::delattr(py::module_::import("sys"), "kept");
}

TEST(Series, AStrategyThatKeepsItsBarsGetsEachOne) {
  expect_success(run_source(R"(from taipan import Strategy

class Keep(Strategy):
    def __init__(self):
        self.kept = []

    def on_bar(self, bar):
        self.kept.append(bar)

    def on_stop(self):
        assert [bar.close for bar in self.kept] == list(self.bars.close)
        assert [bar.time for bar in self.kept] == list(self.bars.time)
        assert str(self.kept[0].datetime) == "2000-01-03 00:00:00+00:00"
        assert self.datetime == self.kept[-1].datetime
)",
                            random_bars(50)));
}

TEST(Series, BarsMustBeShared) {
  const auto bars = random_bars(5);
  const LoadedStrategy loaded = host().load_strategy(
      write_strategy("from taipan import Strategy\nclass A(Strategy):\n    pass\n"), {});
  EXPECT_NE(failure_of(engine::replay(*bars, *loaded.strategy, {})).find("shared"),
            std::string::npos);
}

}  // namespace
}  // namespace taipan::scripting::testing
