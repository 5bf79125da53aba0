#include "scripting/extension/program.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "indicators/core/indicator.h"

namespace taipan::scripting {
namespace {

using Kind = ParameterSpec::Kind;

using Limits = std::numeric_limits<std::int64_t>;

std::int64_t bound(double given, std::int64_t none) {
  return std::isfinite(given) ? static_cast<std::int64_t>(given) : none;
}

Value declare(Builder& in, const ParameterSpec& spec) {
  switch (spec.kind) {
    case Kind::period:
      return static_cast<std::int64_t>(
          in.period(spec.name, static_cast<std::size_t>(std::get<std::int64_t>(spec.default_value)),
                    static_cast<std::size_t>(spec.minimum)));
    case Kind::integer:
      return in.integer(spec.name, std::get<std::int64_t>(spec.default_value),
                        bound(spec.minimum, Limits::min()), bound(spec.maximum, Limits::max()));
    case Kind::real:
      return in.real(spec.name, std::get<double>(spec.default_value),
                     within(spec.minimum, spec.maximum));
    case Kind::text:
      break;
  }
  return in.text(spec.name, std::get<std::string>(spec.default_value), spec.choices);
}

// A function of numbers makes doubles; where the expression is whole, so is its value.
Value whole(double value) {
  constexpr double exact = 9007199254740992.0;
  if (std::fabs(value) <= exact) return static_cast<std::int64_t>(value);
  throw InvalidInput("Invalid number: " + to_string(value),
                     "whole numbers must lie within -2^53 and 2^53");
}

// One run of a program.
class Run {
 public:
  Run(const Program& program, Builder& in) : in_(in) {
    for (const InputSpec& input : program.inputs) {
      inputs_.push_back(in.series(input.name, input.field));
    }
    for (const ParameterSpec& spec : program.parameters) parameters_.push_back(declare(in, spec));
    needed_ = in.needed();
    for (const Instruction& each : program.instructions) execute(each);
    in.needs(needed_);
  }

  Series series(std::size_t term) const { return std::get<Series>(terms_.at(term)); }

 private:
  void execute(const Instruction& instruction) {
    try {
      std::visit([&](const auto& action) { act(action, instruction); }, instruction.action);
    } catch (const InvalidInput& error) {
      const std::string where = instruction.name + ": ";
      const std::string text = error.what();
      throw InvalidInput((text.starts_with(where) ? text : where + text) + instruction.place,
                         error.rule());
    }
  }

  void act(const Value& value, const Instruction&) { terms_.emplace_back(value); }
  void act(Instruction::Input input, const Instruction&) {
    terms_.emplace_back(inputs_.at(input.index));
  }
  void act(Instruction::Parameter parameter, const Instruction&) {
    terms_.emplace_back(parameters_.at(parameter.index));
  }

  void act(Function function, const Instruction& instruction) {
    std::vector<Term> operands;
    for (const std::size_t operand : instruction.operands) operands.push_back(terms_.at(operand));
    Term result = function(operands);
    if (const auto* made = std::get_if<Series>(&result)) {
      needed_ = std::max(needed_, made->start() + 1);
    } else if (instruction.is_whole) {
      result = whole(std::get<double>(std::get<Value>(result)));
    }
    terms_.push_back(std::move(result));
  }

  void act(const Definition* definition, const Instruction& instruction) {
    const Schema& schema = schema_of(*definition);
    std::vector<Series> inputs;
    std::size_t start = 0;
    for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
      inputs.push_back(series(instruction.operands.at(i)));
      start = std::max(start, inputs.back().start());
    }
    const Parameters settings = settings_of(schema, instruction);
    const Built built = build(*definition, in_.graph(), inputs, settings);
    needed_ = std::max(needed_, start + built.needed);
    for (const Output& output : built.outputs) terms_.emplace_back(output.series);
  }

  Parameters settings_of(const Schema& schema, const Instruction& instruction) const {
    Parameters settings;
    for (std::size_t i = 0; i < schema.parameters.size(); ++i) {
      const std::size_t term = instruction.operands.at(schema.inputs.size() + i);
      settings.push_back(std::get<Value>(terms_.at(term)));
      const auto* integer = std::get_if<std::int64_t>(&settings.back());
      if (integer == nullptr) continue;
      if (schema.parameters[i].kind == Kind::real) settings[i] = static_cast<double>(*integer);
      if (schema.parameters[i].kind == Kind::period) check_window(schema.parameters[i], *integer);
    }
    check_parameters(schema, settings);
    return settings;
  }

  static void check_window(const ParameterSpec& spec, std::int64_t period) {
    if (period <= longest_window) return;
    throw InvalidInput("Invalid " + spec.name + ": " + std::to_string(period),
                       spec.name + " must be at most " + std::to_string(longest_window));
  }

  Builder& in_;
  std::vector<Series> inputs_;
  Parameters parameters_;
  std::vector<Term> terms_;
  std::size_t needed_;
};

}  // namespace

Outputs Program::operator()(Builder& in) const {
  in.formula(formula);
  const Run run(*this, in);
  Outputs results(run.series(outputs.front().term));
  results.clear();
  for (const Output& output : outputs) results.emplace_back(output.name, run.series(output.term));
  return results;
}

Composed::Composed(std::string of_name, std::string of_title, Program program)
    : name(std::move(of_name)),
      title(std::move(of_title)),
      body(std::move(program)),
      definition{name.c_str(), title.c_str(), nullptr, &body} {}

}  // namespace taipan::scripting
