#include "indicators/core/indicator.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace taipan {
namespace {

using Kind = ParameterSpec::Kind;

// The texts most indicators share; `Builder::message` replaces them one by one.
std::string_view usual_text(Check check) {
  switch (check) {
    case Check::empty:
      return "{name}: Input data slice is empty.";
    case Check::mismatch:
      return "{name}: Input lengths differ: {lengths}";
    case Check::all_nan:
      return "{name}: All values are NaN.";
    case Check::period:
      return "{name}: Invalid period: period = {period}, data length = {data_len}";
    case Check::minimum:
      return "{name}: Invalid period: period = {period}";
    case Check::length:
      return "{name}: Not enough data: needed = {needed}, valid = {valid}";
    case Check::enough:
      return "{name}: Not enough valid data: needed = {needed}, valid = {valid}";
    case Check::values:
      break;
  }
  return "{name}: Invalid {parameter}: {value}";
}

std::string_view text_of(const Schema& schema, Check check) {
  for (const Schema::Message& message : schema.messages) {
    if (message.check == check) return message.text;
  }
  return usual_text(check);
}

// Fills placeholders: the parameters by name, and what the rule adds.
class Texts {
 public:
  Texts(const Schema& schema, std::span<const Value> parameters) {
    set("name", schema.name);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (schema.parameters[i].name != "period") {
        set(schema.parameters[i].name.c_str(), to_string(parameters[i]));
      }
    }
  }
  void set(const char* placeholder, std::string value) {
    store_.push_back(fmt::arg(placeholder, std::move(value)));
  }
  std::string fill(std::string_view text) const { return fmt::vformat(text, store_); }

 private:
  fmt::dynamic_format_arg_store<fmt::format_context> store_;
};

bool keeps_rule(const Schema& schema, const ParameterSpec& spec, const Value& value) {
  if (spec.kind == Kind::text) {
    const auto& text = std::get<std::string>(value);
    if (spec.text_rule != nullptr) return spec.text_rule->complaint(schema.name, text).empty();
    return std::find(spec.choices.begin(), spec.choices.end(), text) != spec.choices.end();
  }
  const double number = spec.kind == Kind::real
                            ? std::get<double>(value)
                            : static_cast<double>(std::get<std::int64_t>(value));
  if (!std::isfinite(number)) return false;
  const bool above = spec.above_minimum ? number > spec.minimum : number >= spec.minimum;
  return above && number <= spec.maximum;
}

void check_values(const Schema& schema, std::span<const Value> parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ParameterSpec& spec = schema.parameters[i];
    if (spec.kind == Kind::period || keeps_rule(schema, spec, parameters[i])) continue;
    if (spec.text_rule != nullptr) {
      const auto& text = std::get<std::string>(parameters[i]);
      throw InvalidInput(spec.text_rule->complaint(schema.name, text), rule_of(spec));
    }
    Texts texts(schema, parameters);
    texts.set("parameter", spec.name);
    texts.set("value", to_string(parameters[i]));
    throw InvalidInput(
        texts.fill(spec.message.empty() ? text_of(schema, Check::values) : spec.message),
        rule_of(spec));
  }
}

// Longer than any data; a window of it would still be counted without overflow.
constexpr std::size_t unbounded = std::size_t{1} << 31;

bool checks_minimum(const Schema& schema) {
  return std::count(schema.checks.begin(), schema.checks.end(), Check::minimum) > 0;
}

// `length` is the data's, or unbounded.
void check_periods(const Schema& schema, std::span<const Value> parameters, Check check,
                   std::size_t length) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ParameterSpec& spec = schema.parameters[i];
    if (spec.kind != Kind::period) continue;
    const auto value = std::get<std::int64_t>(parameters[i]);
    // The minimum is left to its own check, where there is one.
    const bool is_enough = check == Check::period && checks_minimum(schema)
                               ? value >= 1
                               : keeps_rule(schema, spec, parameters[i]);
    if (is_enough && static_cast<std::size_t>(value) <= length) continue;
    Texts texts(schema, parameters);
    texts.set("period", to_string(parameters[i]));
    texts.set("data_len", length == unbounded ? "unbounded" : std::to_string(length));
    throw InvalidInput(texts.fill(text_of(schema, check)), rule_of(spec));
  }
}

// What the checks of one call know.
struct CallFacts {
  std::size_t length;
  std::size_t needed;
  std::size_t first;
};

[[noreturn]] void fail(const Schema& schema, std::span<const Value> parameters, Check check,
                       const CallFacts& facts, std::span<const std::size_t> lengths,
                       std::string rule) {
  Texts texts(schema, parameters);
  texts.set("data_len", std::to_string(facts.length));
  texts.set("needed", std::to_string(facts.needed));
  texts.set("valid", std::to_string(facts.length - std::min(facts.first, facts.length)));
  std::string list;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (i > 0) list += ", ";
    list += schema.inputs[i].name + " = " + std::to_string(lengths[i]);
    texts.set((schema.inputs[i].name + "_len").c_str(), std::to_string(lengths[i]));
  }
  texts.set("lengths", list);
  throw InvalidInput(texts.fill(text_of(schema, check)), std::move(rule));
}

std::vector<Series> inputs_of(Graph& graph, const Schema& schema) {
  std::vector<Series> inputs;
  for (std::size_t i = 0; i < schema.inputs.size(); ++i) inputs.push_back(graph.input());
  return inputs;
}

}  // namespace

void check_parameters(const Schema& schema, std::span<const Value> parameters) {
  check_periods(schema, parameters, checks_minimum(schema) ? Check::minimum : Check::period,
                unbounded);
  check_orders(schema, parameters);
  check_values(schema, parameters);
}

void check_orders(const Schema& schema, std::span<const Value> parameters) {
  for (const OrderRule& rule : schema.order_rules) {
    if (rule.is_kept(parameters)) continue;
    const char* words = rule.order == Order::less ? " must be less than " : " must be at most ";
    throw InvalidInput(
        Texts(schema, parameters).fill(rule.message),
        schema.parameters[rule.lesser].name + words + schema.parameters[rule.greater].name);
  }
}

std::size_t needed_rows(const Definition& definition, std::span<const Value> parameters) {
  try {
    check_parameters(schema_of(definition), parameters);
  } catch (const InvalidInput&) {
    return 0;
  }
  Graph graph;
  const std::vector<Series> inputs = inputs_of(graph, schema_of(definition));
  return build(definition, graph, inputs, parameters).needed;
}

std::size_t check_call(const Schema& schema, std::span<const Value> parameters, std::size_t needed,
                       std::span<const double* const> inputs,
                       std::span<const std::size_t> lengths) {
  const auto [shortest, longest] = std::minmax_element(lengths.begin(), lengths.end());
  CallFacts facts{*longest, needed, 0};
  if (*shortest == *longest) facts.first = first_complete_row(inputs, facts.length);
  const auto broken = [&](Check check, std::string rule) {
    fail(schema, parameters, check, facts, lengths, std::move(rule));
  };
  for (Check check : schema.checks) {
    switch (check) {
      case Check::empty:
        if (*shortest == 0) broken(check, "every input must hold at least one value");
        break;
      case Check::mismatch:
        if (*shortest != *longest) broken(check, "all inputs must have one length");
        break;
      case Check::all_nan:
        if (facts.first == facts.length) broken(check, "some row must be free of NaN");
        break;
      case Check::period:
        check_periods(schema, parameters, check, facts.length);
        check_orders(schema, parameters);
        break;
      case Check::minimum:
        check_periods(schema, parameters, check, unbounded);
        check_orders(schema, parameters);
        break;
      case Check::length:
        if (facts.length < needed) broken(check, fmt::format("at least {} rows", needed));
        break;
      case Check::enough:
        if (facts.length - facts.first < needed) {
          broken(check, fmt::format("at least {} rows must follow the leading NaNs", needed));
        }
        break;
      case Check::values:
        check_values(schema, parameters);
        break;
    }
  }
  return facts.first;
}

Built build(const Definition& definition, Graph& graph, std::span<const Series> inputs,
            std::span<const Value> parameters) {
  Builder builder(graph, inputs, parameters);
  Outputs outputs = definition.build(builder);
  return {std::move(outputs), builder.needed()};
}

std::shared_ptr<const Indicator> Indicator::make(const Definition& definition,
                                                 Parameters parameters) {
  const Schema& schema = schema_of(definition);
  check_parameters(schema, parameters);
  auto graph = std::make_unique<Graph>();
  const std::vector<Series> inputs = inputs_of(*graph, schema);
  const Built built = build(definition, *graph, inputs, parameters);
  std::vector<Series> outputs;
  for (const Output& output : built.outputs) outputs.push_back(output.series);
  return std::make_shared<const Indicator>(Indicator{
      &definition, &schema, std::move(parameters), built.needed, Plan(std::move(graph), outputs)});
}

}  // namespace taipan
