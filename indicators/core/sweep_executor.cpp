#include "indicators/core/sweep_executor.h"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace taipan {
namespace {

using Kind = ParameterSpec::Kind;

// A grid larger than this is a slip of the keyboard: its parameters alone would fill the memory.
constexpr double most_rows = 1e6;

template <class AnyRange>
[[noreturn]] void fail_range(const Schema& schema, const ParameterSpec& spec, const AnyRange& range,
                             const char* rule) {
  const std::string text = schema.range_message.empty()
                               ? "{name}: Invalid range: start={start}, end={end}, step={step}"
                               : schema.range_message;
  throw InvalidInput(
      fmt::format(fmt::runtime(text), fmt::arg("name", schema.name), fmt::arg("start", range.start),
                  fmt::arg("end", range.end), fmt::arg("step", range.step)),
      spec.batch_range + ": " + rule);
}

std::vector<Value> expand(const Schema& schema, const ParameterSpec& spec, const Range& range) {
  for (double number : {range.start, range.end, range.step}) {
    if (!std::isfinite(number)) fail_range(schema, spec, range, "numbers must be finite");
    if (spec.kind != Kind::real && number != std::floor(number)) {
      fail_range(schema, spec, range, "numbers must be whole");
    }
  }
  const double step = std::fabs(range.step);
  const double distance = std::fabs(range.end - range.start);
  // 0.1 + 0.1 + ... shall still reach an end of 0.3.
  const double count = step == 0.0 ? 1.0 : std::floor(distance / step + 1e-9) + 1.0;
  if (count > most_rows) fail_range(schema, spec, range, "too many values");
  const double direction = range.end < range.start ? -1.0 : 1.0;
  std::vector<Value> values;
  for (double i = 0.0; i < count; ++i) {
    const double value = range.start + direction * i * step;
    if (spec.kind == Kind::real) {
      values.emplace_back(value);
    } else {
      values.emplace_back(static_cast<std::int64_t>(value));
    }
  }
  return values;
}

std::vector<Value> expand(const Schema&, const ParameterSpec&, const std::string& text) {
  return {text};
}

// Of a parameter whose rule has a range.
std::vector<Value> expand(const Schema& schema, const ParameterSpec& spec, const TextRange& range) {
  for (const std::string& text : {range.start, range.end}) {
    const std::string complaint = spec.text_rule->complaint(schema.name, text);
    if (!complaint.empty()) throw InvalidInput(complaint, rule_of(spec));
  }
  const auto texts = spec.text_rule->range(range.start, range.end, range.step);
  if (texts.empty())
    fail_range(schema, spec, range, "no steps, or too many, lead from start to end");
  return {texts.begin(), texts.end()};
}

// The combinations that keep the rules between parameters; the first one's error where none does.
std::vector<Parameters> legal_rows(const Schema& schema, std::vector<Parameters> rows) {
  if (schema.order_rules.empty()) return rows;
  const auto breaks_a_rule = [&schema](const Parameters& row) {
    return std::any_of(schema.order_rules.begin(), schema.order_rules.end(),
                       [&row](const OrderRule& rule) { return !rule.is_kept(row); });
  };
  std::vector<Parameters> legal;
  std::remove_copy_if(rows.begin(), rows.end(), std::back_inserter(legal), breaks_a_rule);
  if (legal.empty()) check_orders(schema, rows.front());
  return legal;
}

// Calls `run` for 0 … count - 1 by that many threads.
template <class Run>
void spread(std::size_t count, std::size_t threads, const Run& run) {
  if (threads == 1 || count == 1) {
    for (std::size_t i = 0; i < count; ++i) run(i);
    return;
  }
  oneapi::tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    oneapi::tbb::parallel_for(std::size_t{0}, count, run, oneapi::tbb::simple_partitioner());
  });
}

std::size_t threads_for(std::size_t threads, std::size_t rows) {
  if (threads == 0) {
    threads = static_cast<std::size_t>(oneapi::tbb::this_task_arena::max_concurrency());
  }
  return std::min(threads, rows);
}

// Rows that run together: enough to share sub-expressions and to fill the register tiles, few
// enough to balance the cores. A multiple of 6 and of 8.
std::size_t rows_per_group(std::size_t rows, std::size_t threads) {
  constexpr std::size_t unit = 24;
  const std::size_t groups = 8 * threads;
  const std::size_t wanted = (rows + groups - 1) / groups;
  return std::clamp((wanted + unit - 1) / unit * unit, unit, 8 * unit);
}

// Tiles of a group's lines shall stay in the second-level cache.
std::size_t tile_for(std::size_t lines) {
  constexpr std::size_t cached_values = 48 * 1024;
  return std::clamp(cached_values / std::max<std::size_t>(lines, 1) / 64 * 64, std::size_t{128},
                    default_tile);
}

void run_group(const Definition& definition, std::span<const Parameters> rows, std::size_t begin,
               std::size_t end, const Arrays& arrays, Kernel kernel) {
  auto graph = std::make_unique<Graph>();
  std::vector<Series> inputs;
  for (std::size_t i = 0; i < arrays.inputs.size(); ++i) inputs.push_back(graph->input());
  std::vector<Series> series;
  std::vector<double*> outputs;
  for (std::size_t row = begin; row < end; ++row) {
    const Built built = build(definition, *graph, inputs, rows[row]);
    for (std::size_t j = 0; j < built.outputs.size(); ++j) {
      series.push_back(built.outputs[j].series);
      outputs.push_back(arrays.outputs[j] + row * arrays.rows);
    }
  }
  const Plan plan(std::move(graph), series);
  const std::size_t tile = tile_for(plan.line_count() - plan.input_count());
  BlockRun(plan).run(plan, {arrays.inputs, outputs, arrays.rows, arrays.first}, kernel, tile);
}

}  // namespace

std::vector<Parameters> expand_grid(const Schema& schema, std::span<const Axis> axes) {
  std::vector<Parameters> rows{{}};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const ParameterSpec& spec = schema.parameters[i];
    const auto fits = [&rows](const std::vector<Value>& values) {
      return static_cast<double>(rows.size()) * static_cast<double>(values.size()) <= most_rows;
    };
    const auto expand_axis = [&](const auto& range) {
      std::vector<Value> values = expand(schema, spec, range);
      if constexpr (!std::is_same_v<decltype(range), const std::string&>) {
        if (!fits(values)) fail_range(schema, spec, range, "too many combinations");
      }
      return values;
    };
    const std::vector<Value> values = std::visit(expand_axis, axes[i]);
    std::vector<Parameters> longer;
    longer.reserve(rows.size() * values.size());
    for (const Parameters& row : rows) {
      for (const Value& value : values) {
        longer.push_back(row);
        longer.back().push_back(value);
      }
    }
    rows = std::move(longer);
  }
  return legal_rows(schema, std::move(rows));
}

std::size_t check_sweep(const Definition& definition, std::span<const Parameters> rows,
                        std::span<const double* const> inputs,
                        std::span<const std::size_t> lengths) {
  const Schema& schema = schema_of(definition);
  std::size_t first = 0;
  for (const Parameters& row : rows) {
    // Before anything is built: a period beyond the data would ask for memory without bound.
    check_call(schema, row, 0, inputs, lengths);
    first = check_call(schema, row, needed_rows(definition, row), inputs, lengths);
  }
  return first;
}

void run_sweep(const Definition& definition, std::span<const Parameters> rows, const Arrays& arrays,
               Kernel kernel, std::size_t threads) {
  threads = threads_for(threads, rows.size());
  kernel = resolve(kernel);
  const std::size_t size = rows_per_group(rows.size(), threads);
  const std::size_t groups = (rows.size() + size - 1) / size;
  spread(groups, threads, [&](std::size_t group) {
    // Longer windows usually come last and cost more: the heavy ones first.
    const std::size_t begin = (groups - 1 - group) * size;
    run_group(definition, rows, begin, std::min(begin + size, rows.size()), arrays, kernel);
  });
}

void run_series(const Indicator& indicator, std::span<const Arrays> series, Kernel kernel,
                std::size_t threads) {
  kernel = resolve(kernel);
  spread(series.size(), threads_for(threads, series.size()),
         [&](std::size_t i) { run_single(indicator, series[i], kernel); });
}

}  // namespace taipan
