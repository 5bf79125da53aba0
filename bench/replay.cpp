// The replay loop with a C++ strategy that does nothing: what the engine itself costs a bar.
#include <benchmark/benchmark.h>

#include "engine/engine.h"

namespace taipan::engine {
namespace {

constexpr std::size_t bar_count = 1'000'000;
constexpr Timestamp one_minute = 60'000'000'000;

BarColumns make_bars() {
  BarColumns bars;
  for (std::size_t i = 0; i < bar_count; ++i) {
    const double price = 100.0 + static_cast<double>(i % 977) / 97.0;
    bars.push_back({static_cast<Timestamp>(i) * one_minute, price, price + 1.0, price - 1.0,
                    price + 0.5, 1000.0});
  }
  return bars;
}

void run_empty_strategy(benchmark::State& state) {
  const BarColumns bars = make_bars();
  for (auto _ : state) {
    Strategy nothing;
    benchmark::DoNotOptimize(replay(bars, nothing, {}));
  }
  state.counters["values"] = static_cast<double>(bar_count);
}
BENCHMARK(run_empty_strategy)->Name("replay/empty")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace taipan::engine

BENCHMARK_MAIN();
