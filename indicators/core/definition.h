// What one indicator file says: a body that is run once to learn the schema and again, with real
// parameters, to build the graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// The column of a bar that an input takes when a strategy does not say otherwise. `time` is in
/// milliseconds since 1970, UTC.
enum class Field { open, high, low, close, volume, time };
std::string_view field_name(Field field);
std::optional<Field> field_from_name(std::string_view name);

using Value = std::variant<std::int64_t, double, std::string>;
std::string to_string(const Value& value);
using Parameters = std::vector<Value>;  // in the schema's order

/// The rules a call is checked against, in the contract's order for each indicator.
enum class Check {
  empty,     // no input is empty
  mismatch,  // the inputs are of one length
  all_nan,   // some row is free of NaN
  period,    // minimum <= period <= length
  minimum,   // minimum <= period
  length,    // length >= needed
  enough,    // length less the leading incomplete rows >= needed
  values     // every other parameter
};

/// The ways to call an indicator.
enum class Call { single, batch, stream };

/// A text that is more than a choice from a list.
struct TextRule {
  const char* words;  // the rule, after "must be"
  /// What an error says of a text that breaks the rule; "" for one that keeps it.
  std::string (*complaint)(const std::string& indicator, const std::string& text);
  /// The texts from `start` to `end`, which are legal, in steps; empty where there is no way from
  /// one to the other. nullptr: a sweep takes one text.
  std::vector<std::string> (*range)(const std::string& start, const std::string& end,
                                    std::int64_t step) = nullptr;
};

struct InputSpec {
  std::string name;
  Field field;
  std::string row_name = {};  // one value of it, as a stream's argument; "" for the same name
};

struct ParameterSpec {
  enum class Kind { period, integer, real, text };
  std::string name;
  Kind kind;
  Value default_value;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool above_minimum = false;             // the minimum itself is excluded
  std::vector<std::string> choices = {};  // of a text: all there are, or some where it has a rule
  const TextRule* text_rule = nullptr;
  std::string message = {};      // text of the error, "" for the usual one
  std::string batch_range = {};  // the sweep's argument, usually <name>_range
  std::string batch_key = {};    // the sweep's result key, usually <name>s
  bool range_in_parts = false;   // the sweep takes <batch_range>_start, _end and _step instead
  std::vector<Call> calls = {Call::single, Call::batch, Call::stream};  // that take it

  bool appears_in(Call call) const;
  /// A sweep takes one text, and a range of anything else.
  bool is_swept() const {
    return kind != Kind::text || (text_rule != nullptr && text_rule->range != nullptr);
  }
};

/// The rule of a parameter in words, such as "at least 1 and at most the data's length".
std::string rule_of(const ParameterSpec& parameter);

struct OutputSpec {
  std::string name;
  std::string batch_key;
};

/// A rule between two parameters, which are of one kind.
enum class Order { less, at_most };
struct OrderRule {
  std::size_t lesser;  // indices of parameters
  std::size_t greater;
  Order order;
  std::string message;

  bool is_kept(std::span<const Value> parameters) const;
};

struct Schema {
  std::string name;
  std::string title;
  std::string family;
  std::string source;  // who published the formula, and where
  std::string formula;
  std::string stream_name;
  std::vector<InputSpec> inputs;
  std::vector<ParameterSpec> parameters;
  std::vector<OutputSpec> outputs;
  std::vector<Check> checks;
  struct Message {
    Check check;
    std::string text;
  };
  std::vector<Message> messages;
  std::string range_message;
  std::size_t default_warmup = 0;  // the first row at which, by default, every output is defined
  std::vector<OrderRule> order_rules;  // checked right after the periods
  std::vector<std::size_t> row_order;  // which input each argument of a stream's update is
  bool dict_result = false;            // a single call returns a dict of its outputs
  bool batch_of_series = false;        // the sweep is over lists of series

  Parameters defaults() const;
  /// Index of the parameter, or parameters.size().
  std::size_t parameter_index(std::string_view parameter) const;
};

struct Output {
  Output(std::string output_name, Series output_series, std::string output_batch_key = {})
      : name(std::move(output_name)),
        batch_key(output_batch_key.empty() ? name : std::move(output_batch_key)),
        series(output_series) {}
  std::string name;
  std::string batch_key;
  Series series;
};

/// What a body returns: one unnamed series ("values") or several named ones.
struct Outputs : std::vector<Output> {
  Outputs(Series single) { emplace_back("values", single); }  // NOLINT: a body returns a Series
  Outputs(std::initializer_list<Output> list) : std::vector<Output>(list) {}
};

/// Bounds of a real parameter.
struct Bounds {
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool above_minimum = false;
};
inline Bounds above(double minimum) {
  return {minimum, std::numeric_limits<double>::infinity(), true};
}
inline Bounds within(double minimum, double maximum) { return {minimum, maximum, false}; }

/// Names that the contract spells differently from the rule (sweep argument and result key).
struct BatchNames {
  std::string range;
  std::string key;
};

struct Definition;

/// The `in` of a body. With a schema to learn it records and answers defaults; with parameters it
/// answers those.
class Builder {
 public:
  /// Learns `schema`.
  Builder(Graph& graph, Schema& schema);
  /// Builds with `inputs` and `parameters`.
  Builder(Graph& graph, std::span<const Series> inputs, std::span<const Value> parameters);

  /// `row_name` is what a stream calls one value, where the contract has another name for it.
  Series series(std::string_view name, Field field, std::string_view row_name = {});
  /// A window length: 1 <= period <= the data's length unless `minimum` says otherwise.
  std::size_t period(std::string_view name, std::size_t default_value, std::size_t minimum = 1,
                     BatchNames names = {});
  std::int64_t integer(std::string_view name, std::int64_t default_value, std::int64_t minimum,
                       std::int64_t maximum, BatchNames names = {});
  double real(std::string_view name, double default_value, Bounds bounds = {},
              BatchNames names = {});
  std::string text(std::string_view name, std::string_view default_value,
                   std::vector<std::string> choices, BatchNames names = {});
  /// `rule` lasts for ever; `examples` are some texts that keep it.
  std::string text(std::string_view name, std::string_view default_value, const TextRule& rule,
                   std::vector<std::string> examples, BatchNames names = {});

  /// Complete rows that a call must bring; otherwise as many as its longest period.
  void needs(std::size_t rows) { needed_ = rows; }

  /// Facts for people; recorded only.
  void source(std::string_view text);
  void formula(std::string_view text);
  /// The contract's names, order of checks and texts where they differ from the usual ones.
  /// Placeholders: {name}, {data_len}, {needed}, {valid}, {lengths}, {period} (the offending
  /// one), {value} and every parameter by name.
  void stream_name(std::string_view name);
  void check_order(std::vector<Check> order);
  void message(Check check, std::string_view text);
  void value_message(std::string_view parameter, std::string_view text);
  void range_message(std::string_view text);
  /// Of two parameters declared before, the first must be less than the second, or at most it; a
  /// sweep leaves out rows that break the rule.
  void ordered(std::string_view lesser, Order order, std::string_view greater,
               std::string_view text);
  /// The calls that take a parameter, where not all do; in others it has its default.
  void only_in(std::vector<Call> calls, std::string_view parameter);
  /// The sweep takes a parameter's range as <name>_start, <name>_end, <name>_step.
  void range_in_parts(std::string_view parameter);
  /// The inputs in the order of a stream's update, where it is another.
  void row_order(std::initializer_list<std::string_view> inputs);
  /// A single call returns a dict.
  void dict_result();
  /// The sweep is over lists of series, its arguments named as plurals of the inputs.
  void batch_of_series();

  Graph& graph() { return *graph_; }
  std::size_t needed() const { return needed_; }

 private:
  Value parameter(ParameterSpec spec, BatchNames names);
  ParameterSpec& known(std::string_view parameter);  // of the schema being learnt

  Graph* graph_;
  Schema* schema_ = nullptr;
  std::span<const Series> inputs_;
  std::span<const Value> parameters_;
  std::size_t next_input_ = 0;
  std::size_t next_parameter_ = 0;
  std::size_t needed_ = 0;
  std::size_t longest_period_ = 0;
};

struct Definition {
  const char* name;
  const char* title;
  Outputs (*body)(Builder& in);
  /// The body instead of `body`, for a definition that was put together at run time.
  const std::function<Outputs(Builder&)>* composed = nullptr;

  Outputs build(Builder& in) const { return composed == nullptr ? body(in) : (*composed)(in); }
};

struct RegistryEntry {
  const Definition* definition;
  const char* family;
};

/// Every indicator, sorted by name; written by the build from the families' folders.
extern const RegistryEntry registry_table[];
extern const std::size_t registry_size;

inline std::span<const RegistryEntry> registry() { return {registry_table, registry_size}; }

/// The definition of that name, or nullptr.
const Definition* find_indicator(std::string_view name);

/// Learnt once per process; lasts for ever.
const Schema& schema_of(const Definition& definition);

}  // namespace taipan

#define TAIPAN_INDICATOR(NAME, TITLE)                                       \
  namespace taipan::indicators {                                            \
  static Outputs NAME##_body(Builder& in);                                  \
  extern const Definition NAME##_definition;                                \
  constinit const Definition NAME##_definition{#NAME, TITLE, &NAME##_body}; \
  }                                                                         \
  taipan::Outputs taipan::indicators::NAME##_body([[maybe_unused]] Builder& in)
