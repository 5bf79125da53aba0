// Calling an indicator: its parameters compiled to a plan, and the checks of a call.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "indicators/core/block_executor.h"
#include "indicators/core/definition.h"
#include "indicators/core/plan.h"

namespace taipan {

/// A call that breaks a rule. `what()` is the contract's text, `rule()` the rule in words.
class InvalidInput : public std::invalid_argument {
 public:
  InvalidInput(const std::string& text, std::string rule)
      : std::invalid_argument(text), rule_(std::move(rule)) {}
  const std::string& rule() const { return rule_; }

 private:
  std::string rule_;
};

/// A definition with given parameters, ready to run. Immutable; threads may share it.
struct Indicator {
  const Definition* definition;
  const Schema* schema;
  Parameters parameters;
  std::size_t needed;  // complete rows that a call over arrays must bring
  Plan plan;

  /// Throws InvalidInput like `check_parameters`.
  static std::shared_ptr<const Indicator> make(const Definition& definition, Parameters parameters);
};

/// Adds an indicator to a graph, on any series: how indicators are composed. The parameters must
/// have been checked.
struct Built {
  Outputs outputs;
  std::size_t needed;
};
Built build(const Definition& definition, Graph& graph, std::span<const Series> inputs,
            std::span<const Value> parameters);

/// Every rule about parameters alone. Throws InvalidInput.
void check_parameters(const Schema& schema, std::span<const Value> parameters);

/// The rules between two parameters. Throws InvalidInput.
void check_orders(const Schema& schema, std::span<const Value> parameters);

/// Complete rows that a call must bring; 0 for parameters that break a rule.
std::size_t needed_rows(const Definition& definition, std::span<const Value> parameters);

/// Every rule of a call over arrays, in the contract's order. Throws InvalidInput; returns the
/// first complete row. Where `Indicator::make` throws, calling this with `needed` 0 tells which
/// rule the contract names first.
std::size_t check_call(const Schema& schema, std::span<const Value> parameters, std::size_t needed,
                       std::span<const double* const> inputs, std::span<const std::size_t> lengths);

/// Computes over whole arrays; the undefined prefix becomes NaN. `arrays.first` is what
/// `check_call` returned.
inline void run_single(const Indicator& indicator, const Arrays& arrays, Kernel kernel) {
  run_blocks(indicator.plan, arrays, kernel);
}

}  // namespace taipan
