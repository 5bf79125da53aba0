#include "bench/yardsticks.h"

#include <cstring>
#include <string>

#include "bench/windows.h"

namespace taipan::bench {
namespace {

void run_memcpy(benchmark::State& state, std::size_t rows) {
  std::vector<double> out(rows);
  WindowTurn turn;
  for (auto _ : state) {
    std::memcpy(out.data(), bars().close.data() + turn.next(), rows * sizeof(double));
    benchmark::ClobberMemory();
  }
  set_values(state, static_cast<double>(rows));
}

void run_ema_loop(benchmark::State& state, std::size_t rows) {
  std::vector<double> out(rows);
  WindowTurn turn;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ema_loop(bars().close.data() + turn.next(), out.data(), rows));
    benchmark::ClobberMemory();
  }
  set_values(state, static_cast<double>(rows));
}

void run_fma_peak(benchmark::State& state) {
  double done = 0.0;
  for (auto _ : state) done = run_fmas(1e8);
  set_values(state, done);
}

}  // namespace

void add_yardsticks() {
  for (const std::size_t rows : {small_rows, large_rows}) {
    const std::string suffix = '/' + std::to_string(rows);
    benchmark::RegisterBenchmark(("yardstick/memcpy" + suffix).c_str(), run_memcpy, rows);
    benchmark::RegisterBenchmark(("yardstick/ema_loop" + suffix).c_str(), run_ema_loop, rows);
  }
  benchmark::RegisterBenchmark("yardstick/fma", run_fma_peak);
}

}  // namespace taipan::bench
