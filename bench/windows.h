// The data that benchmarks run on: windows of a longer series, taken in turn, because a branch
// predictor learns one fixed series of 10,000 values by heart.
#pragma once

#include <benchmark/benchmark.h>

#include "indicators/core/kernel.h"
#include "tests/indicators/random_bars.h"

namespace taipan::bench {

inline constexpr std::size_t window_count = 16;
inline constexpr std::size_t window_shift =
    2'500;  // small: the series shall fit where a window does
inline constexpr std::size_t small_rows = 10'000;
inline constexpr std::size_t large_rows = 1'000'000;

/// Bars for windows of up to `large_rows` rows.
inline const RandomBars& bars() {
  static const RandomBars instance(large_rows + window_count * window_shift, 20240229);
  return instance;
}

class WindowTurn {
 public:
  std::size_t next() { return (turn_++ % window_count) * window_shift; }

 private:
  std::size_t turn_ = 0;
};

/// Every benchmark says how many values one iteration makes; the table divides by it.
inline void set_values(benchmark::State& state, double values) {
  state.counters["values"] = values;
}

/// The kernel of --kernel, by default the best.
inline Kernel& chosen_kernel() {
  static Kernel kernel = Kernel::automatic;
  return kernel;
}

void add_yardsticks();
void add_indicators();
void add_streams();
void add_sweeps();

}  // namespace taipan::bench
