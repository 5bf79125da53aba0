#include "indicators/core/sweep_executor.h"

#include <oneapi/tbb/info.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/windows.h"
#include "indicators/core/buffer_pool.h"

namespace taipan::bench {
namespace {

constexpr double shortest = 10;
constexpr double longest = 259;

// 250 windows over a million values: 33.6 billion multiply-adds, and 2 GB of results.
void run_alma(benchmark::State& state, std::size_t threads, bool fresh) {
  const Definition& alma = *find_indicator("alma");
  const Schema& schema = schema_of(alma);
  const std::vector<Axis> axes{Range{shortest, longest, 1}, Range{0.85, 0.85, 0}, Range{6, 6, 0}};
  const auto rows = expand_grid(schema, axes);
  const auto inputs = bars().inputs_of(schema);
  const std::size_t bytes = rows.size() * large_rows * sizeof(double);
  auto* kept = fresh ? nullptr : static_cast<double*>(take_buffer(bytes));
  double* outputs[] = {kept};
  const Arrays arrays{inputs, outputs, large_rows, 0};
  // Touched by the pages' first user, outside of the measurement.
  if (!fresh) run_sweep(alma, rows, arrays, chosen_kernel(), threads);
  for (auto _ : state) {
    if (fresh) outputs[0] = static_cast<double*>(take_buffer(bytes));
    run_sweep(alma, rows, arrays, chosen_kernel(), threads);
    benchmark::ClobberMemory();
    if (fresh) give_back_buffer(outputs[0], bytes);
  }
  if (!fresh) give_back_buffer(kept, bytes);
  const double count = longest - shortest + 1;
  set_values(state, count * static_cast<double>(large_rows));
  state.counters["fmas"] = count * (shortest + longest) / 2 * static_cast<double>(large_rows);
}

// A hundred lengths over 100,000 values: the grids that the peer's figures are of.
constexpr Range lengths{10, 109, 1};
constexpr std::size_t sweep_rows = 100'000;

struct Sweep {
  const char* indicator;
  const char* parameter;  // the one that varies
};
constexpr Sweep sweeps[] = {{"adx", "period"},
                            {"alma", "period"},
                            {"aroon", "length"},
                            {"atr", "length"},
                            {"bollinger_bands", "period"},
                            {"cci", "period"},
                            {"dema", "period"},
                            {"donchian", "period"},
                            {"ema", "period"},
                            {"hma", "period"},
                            {"kama", "period"},
                            {"keltner", "period"},
                            {"linreg", "period"},
                            {"macd", "slow_period"},
                            {"mfi", "period"},
                            {"rsi", "period"},
                            {"sma", "period"},
                            {"stddev", "period"},
                            {"stoch", "fastk_period"},
                            {"supertrend", "period"},
                            {"wma", "period"}};

// The grid in which one parameter takes `lengths`, and the others their defaults.
std::vector<Parameters> grid_of(const Schema& schema, const char* parameter) {
  std::vector<Parameters> rows;
  for (double length = lengths.start; length <= lengths.end; length += lengths.step) {
    rows.push_back(schema.defaults());
    rows.back()[schema.parameter_index(parameter)] = static_cast<std::int64_t>(length);
  }
  return rows;
}

void run_lengths(benchmark::State& state, Sweep sweep, std::size_t threads) {
  const Definition& definition = *find_indicator(sweep.indicator);
  const Schema& schema = schema_of(definition);
  const auto rows = grid_of(schema, sweep.parameter);
  const auto inputs = bars().inputs_of(schema);
  const std::size_t bytes = rows.size() * sweep_rows * sizeof(double);
  std::vector<double*> outputs;
  for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
    outputs.push_back(static_cast<double*>(take_buffer(bytes)));
    std::fill_n(outputs.back(), bytes / sizeof(double), 0.0);
  }
  for (auto _ : state) {
    run_sweep(definition, rows, {inputs, outputs, sweep_rows, 0}, chosen_kernel(), threads);
    benchmark::ClobberMemory();
  }
  for (double* output : outputs) give_back_buffer(output, bytes);
  set_values(state, static_cast<double>(rows.size() * sweep_rows));
}

void add_lengths(std::size_t threads) {
  for (const Sweep& sweep : sweeps) {
    if (find_indicator(sweep.indicator) == nullptr) continue;
    const std::string name = std::string("grid/") + sweep.indicator + '/' + std::to_string(threads);
    auto* grid = benchmark::RegisterBenchmark(name.c_str(), run_lengths, sweep, threads)
                     ->Unit(benchmark::kMillisecond);
    if (threads > 1) grid->UseRealTime();
  }
}

}  // namespace

void add_sweeps() {
  const auto cores = static_cast<std::size_t>(oneapi::tbb::info::default_concurrency());
  for (std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    if (threads > cores) continue;
    add_lengths(threads);
    for (bool fresh : {false, true}) {
      const std::string name =
          std::string("sweep/alma/") + (fresh ? "fresh/" : "reused/") + std::to_string(threads);
      auto* sweep = benchmark::RegisterBenchmark(name.c_str(), run_alma, threads, fresh)
                        ->Unit(benchmark::kMillisecond)
                        ->Iterations(1);
      if (threads > 1) sweep->UseRealTime();  // the work is on other threads too
    }
  }
}

}  // namespace taipan::bench
