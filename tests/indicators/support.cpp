#include "tests/indicators/support.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace taipan {
namespace {

constexpr std::size_t guard = 16;
constexpr double untouched = -12345.678;

// An array between guards that nobody may write.
class Guarded {
 public:
  explicit Guarded(std::size_t rows) : memory_(rows + 2 * guard, untouched) {}
  double* data() { return memory_.data() + guard; }
  Line take() const {
    const bool kept = std::all_of(memory_.begin(), memory_.begin() + guard, is_untouched) &&
                      std::all_of(memory_.end() - guard, memory_.end(), is_untouched);
    EXPECT_TRUE(kept) << "written outside of an output";
    return {memory_.begin() + guard, memory_.end() - guard};
  }

 private:
  static bool is_untouched(double x) { return x == untouched; }
  Line memory_;
};

bool same_number(double a, double b) { return a == b || (a != a && b != b); }

Value changed(const ParameterSpec& spec, double value) {
  if (spec.kind == ParameterSpec::Kind::real) return value;
  return static_cast<std::int64_t>(value);
}

std::vector<Value> others_of(const ParameterSpec& spec) {
  if (spec.kind == ParameterSpec::Kind::text) {
    return {spec.choices.begin(), spec.choices.end()};
  }
  const bool is_real = spec.kind == ParameterSpec::Kind::real;
  const double usual = is_real ? std::get<double>(spec.default_value)
                               : static_cast<double>(std::get<std::int64_t>(spec.default_value));
  std::vector<double> wanted{usual + 1.0, 3.0 * usual + 2.0, 0.5 * usual};
  if (!spec.above_minimum && std::isfinite(spec.minimum)) wanted.push_back(spec.minimum);
  if (std::isfinite(spec.maximum)) wanted.push_back(spec.maximum);
  std::vector<Value> values;
  for (double value : wanted) {
    const bool above = spec.above_minimum ? value > spec.minimum : value >= spec.minimum;
    if (above && value <= spec.maximum) values.push_back(changed(spec, value));
  }
  return values;
}

bool keeps_orders(const Schema& schema, const Parameters& parameters) {
  return std::all_of(schema.order_rules.begin(), schema.order_rules.end(),
                     [&](const OrderRule& rule) { return rule.is_kept(parameters); });
}

}  // namespace

Lines run_by_blocks(const Plan& plan, const Lines& inputs, Kernel kernel, std::size_t tile) {
  const Lines before = inputs;
  const std::size_t rows = inputs.front().size();
  std::vector<const double*> in;
  for (const Line& line : inputs) in.push_back(line.data());
  std::vector<Guarded> results(plan.outputs().size(), Guarded(rows));
  std::vector<double*> out;
  for (Guarded& result : results) out.push_back(result.data());
  run_blocks(plan, {in, out, rows, first_complete_row(in, rows)}, kernel, tile);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_EQ(std::memcmp(inputs[i].data(), before[i].data(), rows * sizeof(double)), 0)
        << "input " << i << " was written";
  }
  Lines outputs;
  for (const Guarded& result : results) outputs.push_back(result.take());
  return outputs;
}

Lines run_by_steps(const Plan& plan, const Lines& inputs) {
  Stream stream(plan);
  Lines outputs(plan.outputs().size());
  Line row(inputs.size());
  Line result(outputs.size());
  for (std::size_t t = 0; t < inputs.front().size(); ++t) {
    for (std::size_t i = 0; i < inputs.size(); ++i) row[i] = inputs[i][t];
    stream.update(row.data(), result.data());
    for (std::size_t j = 0; j < outputs.size(); ++j) outputs[j].push_back(result[j]);
  }
  return outputs;
}

Lines columns_of(const RandomBars& bars, const Schema& schema) {
  Lines columns;
  for (const InputSpec& input : schema.inputs) columns.push_back(bars.column(input.field));
  return columns;
}

double scale_of(const Line& line) {
  double sum = 0.0;
  std::size_t count = 0;
  for (double x : line) {
    if (!std::isfinite(x)) continue;
    sum += std::fabs(x);
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

::testing::AssertionResult agree(const Line& actual, const Line& expected, double scale) {
  if (actual.size() != expected.size()) {
    return ::testing::AssertionFailure() << actual.size() << " rows, not " << expected.size();
  }
  for (std::size_t t = 0; t < actual.size(); ++t) {
    if (same_number(actual[t], expected[t])) continue;
    const double bound = tolerance * std::max(std::fabs(expected[t]), scale);
    if (std::fabs(actual[t] - expected[t]) <= bound) continue;
    return ::testing::AssertionFailure()
           << "row " << t << ": " << fmt::format("{}, not {}", actual[t], expected[t])
           << " (may differ by " << bound << ')';
  }
  return ::testing::AssertionSuccess();
}

void expect_agreement(const Lines& actual, const Lines& expected, const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (std::size_t j = 0; j < actual.size(); ++j) {
    EXPECT_TRUE(agree(actual[j], expected[j], scale_of(expected[j]))) << what << ", output " << j;
  }
}

void expect_same(const Lines& actual, const Lines& expected, const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (std::size_t j = 0; j < actual.size(); ++j) {
    ASSERT_EQ(actual[j].size(), expected[j].size()) << what;
    const auto [a, b] =
        std::mismatch(actual[j].begin(), actual[j].end(), expected[j].begin(), same_number);
    EXPECT_TRUE(a == actual[j].end()) << what << ", output " << j << ", row "
                                      << a - actual[j].begin() << ": " << *a << ", not " << *b;
  }
}

Lines rows_between(const Lines& lines, std::size_t begin, std::size_t end) {
  Lines part;
  for (const Line& line : lines) part.emplace_back(line.begin() + begin, line.begin() + end);
  return part;
}

Plan plan_of(std::unique_ptr<Graph> graph, const std::vector<Series>& outputs) {
  return Plan(std::move(graph), outputs);
}

namespace {

// Of the averages that a text may name, one wants at least so long a window.
constexpr std::int64_t shortest_for_all_averages = 4;

void lengthen_periods(const Schema& schema, Parameters& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (schema.parameters[i].kind != ParameterSpec::Kind::period) continue;
    auto& period = std::get<std::int64_t>(parameters[i]);
    period = std::max(period, shortest_for_all_averages);
  }
}

}  // namespace

std::vector<Parameters> variants_of(const Schema& schema) {
  std::vector<Parameters> variants{schema.defaults()};
  for (std::size_t i = 0; i < schema.parameters.size(); ++i) {
    for (const Value& value : others_of(schema.parameters[i])) {
      Parameters variant = schema.defaults();
      variant[i] = value;
      if (std::holds_alternative<std::string>(value)) lengthen_periods(schema, variant);
      if (keeps_orders(schema, variant)) variants.push_back(std::move(variant));
    }
  }
  return variants;
}

std::string text_of(const Schema& schema, const Parameters& parameters) {
  std::string text = schema.name;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    text += ' ' + schema.parameters[i].name + '=' + to_string(parameters[i]);
  }
  return text;
}

std::vector<const Definition*> every_definition() {
  std::vector<const Definition*> definitions;
  for (const RegistryEntry& entry : registry()) definitions.push_back(entry.definition);
  return definitions;
}

std::string name_of(const ::testing::TestParamInfo<const Definition*>& info) {
  return info.param->name;
}

}  // namespace taipan
