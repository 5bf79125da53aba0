#include "tests/scripting/support.h"

#include <unistd.h>

#include <cmath>
#include <fstream>
#include <random>

namespace taipan::scripting::testing {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<PythonHost> the_host;

// Made before the first test, so that listing the tests starts no interpreter.
class Environment : public ::testing::Environment {
 public:
  void SetUp() override {
    fs::create_directories(folder());
    the_host = std::make_unique<PythonHost>(HostOptions{.packages = TAIPAN_BUILD_DIR "/python"});
  }

  void TearDown() override {
    the_host.reset();
    fs::remove_all(folder());
  }

  static fs::path folder() {
    return fs::path(::testing::TempDir()) / ("taipan_scripting_" + std::to_string(getpid()));
  }
};

const auto* const environment = ::testing::AddGlobalTestEnvironment(new Environment);

}  // namespace

PythonHost& host() { return *the_host; }

std::shared_ptr<engine::BarColumns> random_bars(std::size_t count, unsigned seed) {
  auto bars = std::make_shared<engine::BarColumns>();
  bars->reserve(count);
  std::mt19937_64 engine(seed);
  // Not std::normal_distribution: libraries differ in it.
  const auto uniform = [&engine] { return std::ldexp(static_cast<double>(engine() >> 11), -53); };
  const engine::Timestamp start = *engine::from_civil(2000, 1, 3);
  double price = 100;
  for (std::size_t i = 0; i < count; ++i) {
    const double open = price;
    price *= std::exp(0.03 * (uniform() + uniform() - 1) + 0.01 * std::sin(i / 40.0));
    bars->push_back({start + static_cast<engine::Timestamp>(i) * engine::kHour, open,
                     std::max(open, price) * (1 + 0.01 * uniform()),
                     std::min(open, price) * (1 - 0.01 * uniform()), price,
                     std::floor(1000 * uniform())});
  }
  return bars;
}

fs::path write_strategy(const std::string& source, const std::string& name) {
  static int number = 0;
  const fs::path folder = Environment::folder() / std::to_string(++number);
  fs::create_directories(folder);
  const fs::path path = folder / (name.empty() ? "strategy.py" : name);
  std::ofstream(path) << source;
  return path;
}

engine::RunResult run_file(const std::string& target,
                           const std::shared_ptr<const engine::BarColumns>& bars,
                           const Values& values, const engine::RunOptions& options) {
  const LoadedStrategy loaded = host().load_strategy(target, values);
  return engine::replay(bars, *loaded.strategy, options);
}

engine::RunResult run_source(const std::string& source,
                             const std::shared_ptr<const engine::BarColumns>& bars,
                             const Values& values, const engine::RunOptions& options) {
  return run_file(write_strategy(source), bars, values, options);
}

void expect_success(const engine::RunResult& result) {
  EXPECT_FALSE(result.failure) << result.failure->callback << "\n" << result.failure->text;
}

std::string failure_of(const engine::RunResult& result) {
  if (result.failure) return result.failure->text;
  ADD_FAILURE() << "the strategy did not fail";
  return "";
}

}  // namespace taipan::scripting::testing
