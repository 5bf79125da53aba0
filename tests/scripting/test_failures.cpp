// What a strategy does wrong, and what its author reads.
#include <csignal>
#include <utility>

#include "tests/scripting/support.h"

namespace taipan::scripting::testing {
namespace {

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

void expect_no_frame_of_ours(const std::string& text) {
  EXPECT_EQ(text.find("File \"" TAIPAN_BUILD_DIR "/python/taipan/"), std::string::npos) << text;
  EXPECT_EQ(text.find("importlib"), std::string::npos) << text;
}

struct Place {
  const char* callback;
  const char* arguments;
};

class Callback : public ::testing::TestWithParam<Place> {};

TEST_P(Callback, IsShownWithItsLine) {
  const auto path = write_strategy(std::string(R"(from taipan import Strategy

class Failing(Strategy):
    def on_bar(self, bar):
        self.buy(1)

    def )") + GetParam().callback + "(" +
                                   GetParam().arguments + R"():
        missing = {}
        return missing["key"]
)");
  const auto result = run_file(path, random_bars(10));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->callback, GetParam().callback);
  expect_contains(result.failure->text, "Traceback (most recent call last):\n");
  expect_contains(result.failure->text, "File \"" + path.string() + "\", line 9, in " +
                                            GetParam().callback + "\n    return missing[\"key\"]");
  expect_contains(result.failure->text, "KeyError: 'key'");
  expect_no_frame_of_ours(result.failure->text);
  EXPECT_EQ(result.orders.unfilled, 0u);
}

INSTANTIATE_TEST_SUITE_P(Each, Callback,
                         ::testing::Values(Place{"on_start", "self"}, Place{"on_bar", "self, bar"},
                                           Place{"on_order", "self, order"},
                                           Place{"on_fill", "self, fill"},
                                           Place{"on_stop", "self"}),
                         [](const auto& info) { return info.param.callback; });

TEST(Failure, ShowsTheWholeChainAndHelpers) {
  const auto path = write_strategy(R"(from helper_of_test import divide
from taipan import Strategy

class A(Strategy):
    def on_bar(self, bar):
        try:
            divide(1, 0)
        except ZeroDivisionError as error:
            raise ValueError("no ratio") from error
)");
  const auto helper = path.parent_path() / "helper_of_test.py";
  std::filesystem::copy(write_strategy("def divide(a, b):\n    return a / b\n"), helper);
  const std::string text = failure_of(run_file(path, random_bars(3)));
  expect_contains(text, helper.string() + "\", line 2, in divide");
  expect_contains(text, "ZeroDivisionError: division by zero");
  expect_contains(text, "direct cause");
  expect_contains(text, "line 9, in on_bar");
  expect_contains(text, "ValueError: no ratio");
}

TEST(Failure, WhileLoadingIsShownWithItsLine) {
  const auto expect = [](const std::string& source, const std::string& line,
                         const std::string& error) {
    const auto path = write_strategy(source);
    const std::string text = load_error<StrategyError>(path);
    expect_contains(text, "File \"" + path.string() + "\", " + line);
    expect_contains(text, error);
    expect_no_frame_of_ours(text);
  };
  const std::string head = "from taipan import Strategy, param\n";
  expect(head + "class A(Strategy)\n    pass\n", "line 2", "SyntaxError: expected ':'");
  expect(head + "import no_such_module\n", "line 2", "ModuleNotFoundError: No module named");
  expect(head + "from taipan import Stratgy\n", "line 2", "ImportError");
  expect(head + "1 / 0\n", "line 2, in <module>", "ZeroDivisionError");
  expect(head + "class A(Strategy):\n    def __init__(self):\n        self.x = self.y\n",
         "line 4, in __init__", "AttributeError");
  expect(head + "class A(Strategy):\n    n = param(5, 6, 9)\n", "line 3, in A",
         "ValueError: param: default = 5 is not allowed: it must be an integer, at least 6 and at "
         "most 9");
  expect(head + "class A(Strategy):\n    def __init__(self):\n        self.buy(1)\n", "line 4",
         "RuntimeError: buy is only there during a run");
}

TEST(Failure, OfTheRequestNeedsNoTraceback) {
  EXPECT_EQ(load_error<StrategyUsageError>("/no/such/file.py"),
            "strategy '/no/such/file.py' cannot be read: No such file or directory");
  const std::string empty = write_strategy("x = 1\n");
  EXPECT_EQ(load_error<StrategyUsageError>(empty),
            "strategy '" + empty + "' defines no class derived from taipan.Strategy");
  const std::string two =
      write_strategy("from taipan import Strategy\nclass A(Strategy): pass\nclass B(A): pass\n");
  EXPECT_EQ(
      load_error<StrategyUsageError>(two),
      "strategy '" + two + "' defines several strategies (A, B): choose one as " + two + ":A");
  EXPECT_EQ(load_error<StrategyUsageError>(two + ":C"),
            "strategy '" + two + "' has no class 'C' derived from taipan.Strategy");
  EXPECT_EQ(host().load_strategy(two + ":B", {}).name, "B");
}

std::string error_of_method(const std::string& method) {
  return load_error<StrategyUsageError>(
      write_strategy("from taipan import Strategy\nclass A(Strategy):\n    " + method + "\n"));
}

TEST(Failure, CallbacksThatWouldNeverRunAreRefused) {
  const std::string names =
      "Names that begin with on_ are those of callbacks: on_start, on_bar, on_order, on_fill, "
      "on_stop";
  EXPECT_EQ(error_of_method("def on_Bar(self, bar): pass"),
            "A.on_Bar is no callback; did you mean 'on_bar'? " + names);
  EXPECT_EQ(error_of_method("def on_bars(self, bars): pass"),
            "A.on_bars is no callback; did you mean 'on_bar'? " + names);
  for (const char* method : {"async def on_bar(self, bar): pass", "def on_bar(self, bar): yield",
                             "async def on_bar(self, bar): yield"}) {
    EXPECT_EQ(error_of_method(method),
              "A.on_bar is not allowed: it must be a plain function, without async or yield; its "
              "body would never run");
  }
  const auto path = write_strategy(
      "from taipan import Strategy\nclass A(Strategy):\n"
      "    on_sale = True\n    def once(self): yield\n");
  EXPECT_EQ(host().load_strategy(path, {}).name, "A");
}

TEST(Failure, PathsNeedNotBeUtf8) {
  const std::string path =
      write_strategy("from taipan import Strategy\nclass A(Strategy): pass\n", "na\xefve.py");
  EXPECT_EQ(host().load_strategy(path, {}).name, "A");
  expect_contains(load_error<StrategyUsageError>(path + ".absent"), "na\\udcefve.py.absent'");
}

TEST(Failure, ImportedStrategiesDoNotCount) {
  const auto base = write_strategy("from taipan import Strategy\nclass Base(Strategy): pass\n",
                                   "base_of_test.py");
  const auto path = base.parent_path() / "derived.py";
  std::filesystem::copy(
      write_strategy("from base_of_test import Base\nclass Derived(Base): pass\n"), path);
  EXPECT_EQ(host().load_strategy(path, {}).name, "Derived");
}

TEST(Failure, KeepsTheResultsSoFar) {
  const auto result = run_source(R"(from taipan import Strategy

class A(Strategy):
    def on_bar(self, bar):
        self.buy(1)
        if len(self.bars) == 3:
            raise RuntimeError("enough")
)",
                                 random_bars(10));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.equity.size(), 3u);
  EXPECT_EQ(result.position, 2);
  EXPECT_EQ(result.orders.cancelled, 1u);
  EXPECT_EQ(result.orders.filled, 2u);
}

bool was_interrupted(const engine::RunResult& result) {
  if (!result.failure) return false;
  try {
    std::rethrow_exception(result.failure->exception);
  } catch (const StrategyInterrupted&) {
    return true;
  } catch (...) {
    return false;
  }
}

TEST(Interrupt, EndsAReplayWithAndWithoutOnBar) {
  for (const char* body : {"    def on_bar(self, bar): pass\n", "    pass\n"}) {
    engine::RunOptions options;
    bool is_sent = false;
    options.progress = [&is_sent](std::size_t, std::size_t) {
      if (!std::exchange(is_sent, true)) std::raise(SIGINT);
    };
    const auto bars = random_bars(300'000);
    const auto result = run_source(
        std::string("from taipan import Strategy\nclass A(Strategy):\n") + body, bars, {}, options);
    EXPECT_TRUE(was_interrupted(result)) << body;
    EXPECT_LT(result.equity.size(), bars->size()) << body;
  }
}

TEST(Interrupt, IsNotWhatOtherErrorsAre) {
  EXPECT_FALSE(was_interrupted(run_source(
      "from taipan import Strategy\nclass A(Strategy):\n    def on_bar(self, bar): 1 / 0\n",
      random_bars(3))));
}

TEST(Threads, RunBesideAStrategyThatDefinesNoOnBar) {
  expect_success(run_source(R"(import threading
from taipan import Strategy

class A(Strategy):
    def on_start(self):
        self.count = 0
        self.stop = False
        self.thread = threading.Thread(target=self.work)
        self.thread.start()
        self.at_start = self.count

    def work(self):
        while not self.stop:
            self.count += 1

    def on_stop(self):
        before_join = self.count
        self.stop = True
        self.thread.join()
        assert before_join > self.at_start + 1000
)",
                            random_bars(1'000'000)));
}

}  // namespace
}  // namespace taipan::scripting::testing
