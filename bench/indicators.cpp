#include <algorithm>
#include <memory>
#include <string>

#include "bench/windows.h"
#include "indicators/core/bank_executor.h"
#include "indicators/core/buffer_pool.h"
#include "indicators/core/indicator.h"
#include "indicators/core/stream_executor.h"

namespace taipan::bench {
namespace {

// The arrays of one call, from the library's own allocator.
class Results {
 public:
  Results(std::size_t outputs, std::size_t rows) : bytes_(rows * sizeof(double)) {
    for (std::size_t i = 0; i < outputs; ++i) {
      arrays_.push_back(static_cast<double*>(take_buffer(bytes_)));
    }
  }
  Results(const Results&) = delete;
  Results& operator=(const Results&) = delete;
  ~Results() {
    for (double* array : arrays_) give_back_buffer(array, bytes_);
  }
  const std::vector<double*>& arrays() const { return arrays_; }

 private:
  std::size_t bytes_;
  std::vector<double*> arrays_;
};

std::shared_ptr<const Indicator> with_defaults(const Definition& definition) {
  return Indicator::make(definition, schema_of(definition).defaults());
}

void compute(const Indicator& indicator, const Results& results, std::size_t begin,
             std::size_t rows) {
  const auto inputs = bars().inputs_of(*indicator.schema, begin);
  run_single(indicator, {inputs, results.arrays(), rows, 0}, chosen_kernel());
  benchmark::ClobberMemory();
}

void run_reused(benchmark::State& state, const Definition* definition, std::size_t rows) {
  const auto indicator = with_defaults(*definition);
  const Results results(indicator->plan.outputs().size(), rows);
  for (double* array : results.arrays()) std::fill_n(array, rows, 0.0);
  WindowTurn turn;
  for (auto _ : state) compute(*indicator, results, turn.next(), rows);
  set_values(state, static_cast<double>(rows));
}

void run_fresh(benchmark::State& state, const Definition* definition, std::size_t rows) {
  const auto indicator = with_defaults(*definition);
  WindowTurn turn;
  for (auto _ : state) {
    compute(*indicator, Results(indicator->plan.outputs().size(), rows), turn.next(), rows);
    release_idle_buffers();
  }
  set_values(state, static_cast<double>(rows));
}

// A row after another, as a stream reads them.
std::vector<double> rows_of(const Schema& schema, std::size_t rows) {
  std::vector<double> values;
  for (std::size_t row = 0; row < rows; ++row) {
    for (const double* input : bars().inputs_of(schema)) values.push_back(input[row]);
  }
  return values;
}

void run_stream(benchmark::State& state, const Definition* definition) {
  const auto indicator = with_defaults(*definition);
  const std::size_t width = indicator->schema->inputs.size();
  const std::vector<double> rows = rows_of(*indicator->schema, window_count * small_rows / width);
  std::vector<double> outputs(indicator->plan.outputs().size());
  Stream stream(indicator->plan);
  for (auto _ : state) {
    for (std::size_t i = 0; i < rows.size(); i += width) {
      benchmark::DoNotOptimize(stream.update(rows.data() + i, outputs.data()));
    }
  }
  set_values(state, static_cast<double>(rows.size() / width));
}

// A row of a bank is a stretch of the series; the next begins some bars later, so that each symbol
// sees a random walk.
void run_bank(benchmark::State& state, const Definition* definition) {
  constexpr std::size_t symbols = 4096;
  constexpr std::size_t rows = 4096;
  constexpr std::size_t bars_a_row = 8;
  const auto indicator = with_defaults(*definition);
  const Results results(indicator->plan.outputs().size(), symbols);
  Bank bank(indicator->plan, symbols, chosen_kernel());
  std::size_t row = 0;
  const auto advance = [&] {
    const auto inputs = bars().inputs_of(*indicator->schema, row++ % rows * bars_a_row);
    bank.update(inputs.data(), results.arrays().data());
    benchmark::ClobberMemory();
  };
  while (row <= indicator->plan.warmup()) advance();
  for (auto _ : state) advance();
  set_values(state, symbols);
}

}  // namespace

void add_indicators() {
  for (const RegistryEntry& entry : registry()) {
    for (const std::size_t rows : {small_rows, large_rows}) {
      const std::string suffix =
          '/' + std::string(entry.definition->name) + '/' + std::to_string(rows);
      benchmark::RegisterBenchmark(("single" + suffix).c_str(), run_reused, entry.definition, rows);
      benchmark::RegisterBenchmark(("fresh" + suffix).c_str(), run_fresh, entry.definition, rows);
    }
  }
}

void add_streams() {
  for (const RegistryEntry& entry : registry()) {
    const std::string name = entry.definition->name;
    benchmark::RegisterBenchmark(("stream/" + name).c_str(), run_stream, entry.definition);
  }
}

void add_banks() {
  for (const RegistryEntry& entry : registry()) {
    const std::string name = entry.definition->name;
    benchmark::RegisterBenchmark(("bank/" + name).c_str(), run_bank, entry.definition);
  }
}

}  // namespace taipan::bench
