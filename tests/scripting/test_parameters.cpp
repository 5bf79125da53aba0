#include "tests/scripting/support.h"

namespace taipan::scripting::testing {
namespace {

constexpr char kSource[] = R"(from taipan import Strategy, param

class Base(Strategy):
    fast = param(20, 5, 50, doc="quick")
    gone = param(1)

class A(Base):
    factor = param(1.5, 0.5, 4.0, step=0.5)
    short = param(False)
    mode = param("plain")
    gone = 7

    def on_start(self):
        assert (self.factor, self.short, self.gone) == (1.5, False, 7)
        assert self.fast == self.expected()

    def expected(self):
        return {"plain": 20, "other": 7}[self.mode]
)";

std::string target() { return write_strategy(kSource).string() + ":A"; }

TEST(Parameters, AreListedWithTheirValues) {
  const LoadedStrategy loaded =
      host().load_strategy(target(), {{"fast", "7"}, {"factor", "2"}, {"short", "Yes"}});
  EXPECT_EQ(loaded.name, "A");
  ASSERT_EQ(loaded.parameters.size(), 4u);
  const auto row = [&](std::size_t i) {
    const StrategyParameter& p = loaded.parameters[i];
    return p.name + "|" + p.type + "|" + p.value + "|" + p.default_value + "|" + p.low + "|" +
           p.high + "|" + p.step + "|" + p.doc;
  };
  EXPECT_EQ(row(0), "fast|int|7|20|5|50||quick");
  EXPECT_EQ(row(1), "factor|float|2.0|1.5|0.5|4.0|0.5|");
  EXPECT_EQ(row(2), "short|bool|True|False||||");
  EXPECT_EQ(row(3), "mode|str|plain|plain||||");
}

TEST(Parameters, ArePlainValuesOfTheInstance) {
  expect_success(run_file(target(), random_bars(3)));
  expect_success(run_file(target(), random_bars(3), {{"fast", "7"}, {"mode", "other"}}));
}

TEST(Parameters, RefuseOtherValues) {
  const std::string file = target();
  const auto error = [&](const std::string& name, const std::string& value) {
    return load_error<StrategyUsageError>(file, {{name, value}});
  };
  const std::string fast_rule = " is not allowed: it must be an integer, at least 5 and at most 50";
  for (const char* value : {"4", "51", "x", "7.0", "", "1e1"}) {
    EXPECT_EQ(error("fast", value), "parameter fast: " +
                                        (value == std::string("4") || value == std::string("51")
                                             ? std::string(value)
                                             : "'" + std::string(value) + "'") +
                                        fast_rule);
  }
  const std::string factor_rule =
      " is not allowed: it must be a number, at least 0.5 and at most 4.0";
  EXPECT_EQ(error("factor", "nan"), "parameter factor: nan" + factor_rule);
  EXPECT_EQ(error("factor", "0.25"), "parameter factor: 0.25" + factor_rule);
  EXPECT_EQ(error("short", "maybe"),
            "parameter short: 'maybe' is not allowed: it must be true or false");
  EXPECT_EQ(error("fsat", "7"), "A has no parameter 'fsat'; did you mean 'fast'?");
  EXPECT_EQ(error("zzz", "7"), "A has no parameter 'zzz'; it has fast, factor, short, mode");
  EXPECT_EQ(error("gone", "7"), "A has no parameter 'gone'; it has fast, factor, short, mode");
}

TEST(Parameters, MustNotHideTheStrategysOwnNames) {
  for (const std::string name : {"position", "close", "ema", "on_bar", "indicator"}) {
    const std::string file = write_strategy(
        "from taipan import Strategy, param\nclass A(Strategy):\n    " + name + " = param(3)\n");
    EXPECT_EQ(load_error<StrategyUsageError>(file),
              "parameter " + name + " of A is not allowed: it would hide Strategy." + name +
                  ", choose another name");
  }
}

TEST(Parameters, AreThereInInit) {
  expect_success(run_source(R"(from taipan import Strategy, param

class A(Strategy):
    n = param(3)

    def __init__(self):
        assert self.n == 4
        self.n += 1

    def on_start(self):
        assert self.n == 5
)",
                            random_bars(3), {{"n", "4"}}));
}

}  // namespace
}  // namespace taipan::scripting::testing
