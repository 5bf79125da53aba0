#include "indicators/core/sweep_executor.h"

#include <oneapi/tbb/info.h>

#include <string>

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

}  // namespace

void add_sweeps() {
  const auto cores = static_cast<std::size_t>(oneapi::tbb::info::default_concurrency());
  for (std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    if (threads > cores) continue;
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
