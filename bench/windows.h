// The data that benchmarks run on: windows of a longer series, taken in turn, because a branch
// predictor learns one fixed series of 10,000 values by heart.
#pragma once

#include <benchmark/benchmark.h>
#include <sys/mman.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "indicators/core/kernel.h"
#include "tests/indicators/random_bars.h"

namespace taipan::bench {

inline constexpr std::size_t window_count = 16;
inline constexpr std::size_t window_shift =
    2'500;  // small: the series shall fit where a window does
inline constexpr std::size_t small_rows = 10'000;
inline constexpr std::size_t large_rows = 1'000'000;

/// To where NumPy would have allocated it: large arrays are advised to lie on huge pages.
inline void move_as_numpy_would(std::vector<double>& column) {
  constexpr std::uintptr_t page = 4096;
  std::vector<double> moved;
  moved.reserve(column.size());
  const auto begin = reinterpret_cast<std::uintptr_t>(moved.data());
  const std::uintptr_t aligned = (begin + page - 1) / page * page;
  const std::size_t bytes = begin + column.size() * sizeof(double) - aligned;
  madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
  moved.assign(column.begin(), column.end());
  column = std::move(moved);
}

/// Bars for windows of up to `large_rows` rows.
inline const RandomBars& bars() {
  static const RandomBars instance = [] {
    RandomBars made(large_rows + window_count * window_shift, 20240229);
    for (auto* column : {&made.open, &made.high, &made.low, &made.close, &made.volume}) {
      move_as_numpy_would(*column);
    }
    return made;
  }();
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
void add_banks();
void add_sweeps();

}  // namespace taipan::bench
