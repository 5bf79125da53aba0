#include "indicators/core/definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>

namespace taipan {
namespace {

constexpr std::array<std::string_view, 6> fields{"open", "high", "low", "close", "volume", "time"};

// bollinger_bands -> BollingerBands
std::string camel_case(std::string_view name) {
  std::string result;
  bool upper = true;
  for (char c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    result += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return result;
}

const RegistryEntry* find_entry(std::string_view name) {
  const auto entries = registry();
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), name,
      [](const RegistryEntry& entry, std::string_view n) { return entry.definition->name < n; });
  return found != entries.end() && found->definition->name == name ? &*found : nullptr;
}

Schema learn(const Definition& definition) {
  Schema schema;
  schema.name = definition.name;
  schema.title = definition.title;
  schema.stream_name = camel_case(schema.name);
  schema.checks = {Check::empty,  Check::mismatch, Check::all_nan,
                   Check::period, Check::enough,   Check::values};
  const RegistryEntry* entry = find_entry(schema.name);
  schema.family = entry == nullptr ? "user" : entry->family;
  Graph graph;
  Builder builder(graph, schema);
  for (Output& output : definition.build(builder)) {
    schema.outputs.push_back({output.name, output.batch_key});
    schema.default_warmup = std::max(schema.default_warmup, output.series.start());
  }
  for (std::size_t i = schema.row_order.size(); i < schema.inputs.size(); ++i) {
    schema.row_order.push_back(i);
  }
  return schema;
}

// In Debian's C++20 mode a long-lived map keeps addresses stable.
struct SchemaCache {
  std::mutex mutex;
  std::map<const Definition*, std::unique_ptr<const Schema>> schemas;
};

}  // namespace

std::string_view field_name(Field field) { return fields[static_cast<std::size_t>(field)]; }

std::optional<Field> field_from_name(std::string_view name) {
  const auto found = std::find(fields.begin(), fields.end(), name);
  if (found == fields.end()) return std::nullopt;
  return static_cast<Field>(found - fields.begin());
}

std::string to_string(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    return std::isnan(*number) ? "NaN" : fmt::format("{}", *number);
  }
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  return std::get<std::string>(value);
}

std::string rule_of(const ParameterSpec& parameter) {
  const auto bound = [](double x) { return fmt::format("{}", x); };
  if (parameter.text_rule != nullptr) {
    return fmt::format("{} must be {}", parameter.name, parameter.text_rule->words);
  }
  if (parameter.kind == ParameterSpec::Kind::text) {
    return fmt::format("{} must be one of {}", parameter.name, fmt::join(parameter.choices, ", "));
  }
  if (parameter.kind == ParameterSpec::Kind::period) {
    return fmt::format("{} must be at least {} and at most the data's length", parameter.name,
                       bound(parameter.minimum));
  }
  const bool whole = parameter.kind == ParameterSpec::Kind::integer;
  std::string rule = parameter.name + (whole ? " must be whole" : " must be finite");
  if (std::isfinite(parameter.minimum)) {
    rule += parameter.above_minimum ? ", above " : ", at least ";
    rule += bound(parameter.minimum);
  }
  if (std::isfinite(parameter.maximum)) rule += ", at most " + bound(parameter.maximum);
  return rule;
}

bool ParameterSpec::appears_in(Call call) const {
  return std::find(calls.begin(), calls.end(), call) != calls.end();
}

bool OrderRule::is_kept(std::span<const Value> parameters) const {
  const Value& low = parameters[lesser];
  const Value& high = parameters[greater];
  return order == Order::less ? low < high : low <= high;
}

Parameters Schema::defaults() const {
  Parameters values;
  for (const ParameterSpec& parameter : parameters) values.push_back(parameter.default_value);
  return values;
}

std::size_t Schema::parameter_index(std::string_view parameter) const {
  const auto found =
      std::find_if(parameters.begin(), parameters.end(),
                   [parameter](const ParameterSpec& spec) { return spec.name == parameter; });
  return static_cast<std::size_t>(found - parameters.begin());
}

Builder::Builder(Graph& graph, Schema& schema) : graph_(&graph), schema_(&schema) {}

Builder::Builder(Graph& graph, std::span<const Series> inputs, std::span<const Value> parameters)
    : graph_(&graph), inputs_(inputs), parameters_(parameters) {}

Series Builder::series(std::string_view name, Field field, std::string_view row_name) {
  if (schema_ == nullptr) return inputs_[next_input_++];
  schema_->inputs.push_back({std::string(name), field, std::string(row_name)});
  return graph_->input();
}

Value Builder::parameter(ParameterSpec spec, BatchNames names) {
  if (schema_ == nullptr) return parameters_[next_parameter_++];
  const std::string usual = spec.is_swept() ? spec.name + "_range" : spec.name;
  spec.batch_range = names.range.empty() ? usual : std::move(names.range);
  spec.batch_key = names.key.empty() ? spec.name + "s" : std::move(names.key);
  schema_->parameters.push_back(spec);
  return spec.default_value;
}

std::size_t Builder::period(std::string_view name, std::size_t default_value, std::size_t minimum,
                            BatchNames names) {
  ParameterSpec spec{.name = std::string(name),
                     .kind = ParameterSpec::Kind::period,
                     .default_value = static_cast<std::int64_t>(default_value),
                     .minimum = static_cast<double>(minimum)};
  const auto value = std::get<std::int64_t>(parameter(std::move(spec), std::move(names)));
  needed_ = std::max(needed_, static_cast<std::size_t>(value));
  return static_cast<std::size_t>(value);
}

std::int64_t Builder::integer(std::string_view name, std::int64_t default_value,
                              std::int64_t minimum, std::int64_t maximum, BatchNames names) {
  ParameterSpec spec{.name = std::string(name),
                     .kind = ParameterSpec::Kind::integer,
                     .default_value = default_value};
  // A bound at the end of the type is none.
  using Limits = std::numeric_limits<std::int64_t>;
  if (minimum != Limits::min()) spec.minimum = static_cast<double>(minimum);
  if (maximum != Limits::max()) spec.maximum = static_cast<double>(maximum);
  return std::get<std::int64_t>(parameter(std::move(spec), std::move(names)));
}

double Builder::real(std::string_view name, double default_value, Bounds bounds, BatchNames names) {
  ParameterSpec spec{.name = std::string(name),
                     .kind = ParameterSpec::Kind::real,
                     .default_value = default_value,
                     .minimum = bounds.minimum,
                     .maximum = bounds.maximum,
                     .above_minimum = bounds.above_minimum};
  return std::get<double>(parameter(std::move(spec), std::move(names)));
}

std::string Builder::text(std::string_view name, std::string_view default_value,
                          std::vector<std::string> choices, BatchNames names) {
  ParameterSpec spec{.name = std::string(name),
                     .kind = ParameterSpec::Kind::text,
                     .default_value = std::string(default_value),
                     .choices = std::move(choices)};
  return std::get<std::string>(parameter(std::move(spec), std::move(names)));
}

std::string Builder::text(std::string_view name, std::string_view default_value,
                          const TextRule& rule, std::vector<std::string> examples,
                          BatchNames names) {
  ParameterSpec spec{.name = std::string(name),
                     .kind = ParameterSpec::Kind::text,
                     .default_value = std::string(default_value),
                     .choices = std::move(examples),
                     .text_rule = &rule};
  return std::get<std::string>(parameter(std::move(spec), std::move(names)));
}

void Builder::source(std::string_view text) {
  if (schema_ != nullptr) schema_->source = text;
}

void Builder::formula(std::string_view text) {
  if (schema_ != nullptr) schema_->formula = text;
}

void Builder::stream_name(std::string_view name) {
  if (schema_ != nullptr) schema_->stream_name = name;
}

void Builder::check_order(std::vector<Check> order) {
  if (schema_ != nullptr) schema_->checks = std::move(order);
}

void Builder::message(Check check, std::string_view text) {
  if (schema_ != nullptr) schema_->messages.push_back({check, std::string(text)});
}

void Builder::value_message(std::string_view parameter, std::string_view text) {
  if (schema_ != nullptr) known(parameter).message = text;
}

void Builder::range_message(std::string_view text) {
  if (schema_ != nullptr) schema_->range_message = text;
}

void Builder::ordered(std::string_view lesser, Order order, std::string_view greater,
                      std::string_view text) {
  if (schema_ == nullptr) return;
  schema_->order_rules.push_back({schema_->parameter_index(lesser),
                                  schema_->parameter_index(greater), order, std::string(text)});
}

void Builder::only_in(std::vector<Call> calls, std::string_view parameter) {
  if (schema_ != nullptr) known(parameter).calls = std::move(calls);
}

void Builder::range_in_parts(std::string_view parameter) {
  if (schema_ == nullptr) return;
  ParameterSpec& spec = known(parameter);
  spec.range_in_parts = true;
  spec.batch_range = spec.name;
}

void Builder::row_order(std::initializer_list<std::string_view> inputs) {
  if (schema_ == nullptr) return;
  for (std::string_view name : inputs) {
    const auto found = std::find_if(schema_->inputs.begin(), schema_->inputs.end(),
                                    [name](const InputSpec& input) { return input.name == name; });
    schema_->row_order.push_back(static_cast<std::size_t>(found - schema_->inputs.begin()));
  }
}

void Builder::dict_result() {
  if (schema_ != nullptr) schema_->dict_result = true;
}

void Builder::batch_of_series() {
  if (schema_ != nullptr) schema_->batch_of_series = true;
}

ParameterSpec& Builder::known(std::string_view parameter) {
  return schema_->parameters.at(schema_->parameter_index(parameter));
}

const Definition* find_indicator(std::string_view name) {
  const RegistryEntry* entry = find_entry(name);
  return entry == nullptr ? nullptr : entry->definition;
}

const Schema& schema_of(const Definition& definition) {
  static SchemaCache cache;
  {
    const std::lock_guard lock(cache.mutex);
    const auto known = cache.schemas.find(&definition);
    if (known != cache.schemas.end()) return *known->second;
  }
  // Learnt unlocked: a body may ask for the schemas of others.
  auto learnt = std::make_unique<const Schema>(learn(definition));
  const std::lock_guard lock(cache.mutex);
  return *cache.schemas.try_emplace(&definition, std::move(learnt)).first->second;
}

}  // namespace taipan
