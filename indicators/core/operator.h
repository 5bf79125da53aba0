// An operator: the only place that knows SIMD. It owns its state and moves it by blocks or by
// steps.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "indicators/core/archive.h"
#include "indicators/core/bank_row.h"
#include "indicators/core/kernel.h"

namespace taipan {

/// The bytes of plain numbers, for operators' keys.
template <class Numbers>
std::string bytes_of(const Numbers& numbers) {
  const auto bytes = std::as_bytes(std::span(numbers));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Operator;

/// One operator of a stream's tape, bound to its lines. A tape is threaded: `run` advances the
/// operator and goes on with the instruction behind it, and the last one writes the results.
/// `carried` is the first output of the instruction in front, still in a register.
struct Instruction {
  using Run = void (*)(const Instruction* at, std::size_t t, double* results, double carried);
  static constexpr std::size_t most_inputs = 4;
  static constexpr std::size_t most_outputs = 3;

  Run run;
  Operator* op;
  const double* in[most_inputs];
  double* out[most_outputs];
};

/// How a stream advances an operator once counting and seeding are over: by its lines, or with its
/// first or second input carried, which a chain of operators need not wait for.
struct Settled {
  Settled(Instruction::Run by_lines) : run(by_lines) {}  // NOLINT: also nullptr, not yet settled
  Settled(Instruction::Run by_lines, Instruction::Run by_first, Instruction::Run by_second)
      : run(by_lines), first_carried(by_first), second_carried(by_second) {}

  Instruction::Run run;
  Instruction::Run first_carried = nullptr;
  Instruction::Run second_carried = nullptr;
};

class Operator {
 public:
  virtual ~Operator() = default;

  /// Identity: two operators with the same key and the same inputs compute the same values.
  virtual std::string key() const = 0;

  /// A fresh operator with the same parameters, before its first value.
  virtual std::unique_ptr<Operator> clone() const = 0;

  /// Back to the state before the first value; keeps memory.
  virtual void reset() = 0;

  /// Writes every member that `reset` resets, or reads them back: what was written by an equal
  /// operator makes the next values the same to the bit. What is read may be anything: numbers that
  /// memory is addressed with go through `Archive::bounded`.
  virtual void exchange(Archive& archive) = 0;

  virtual std::size_t outputs() const { return 1; }

  /// How many leading outputs are undefined, counted from the first input. They may be left
  /// unwritten: the executor masks them.
  virtual std::size_t warmup(std::size_t /*output*/) const { return 0; }

  /// How many values before the current one each input must still hold (once that many were seen).
  virtual std::size_t lookback() const { return 0; }

  /// Advance by n values: reads in[i][0..n), writes out[j][0..n). in[i][-k] is valid for
  /// k <= lookback() as far as k earlier values exist. Outputs never overlap inputs.
  virtual void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) = 0;

  /// Advance by one value: reads in[i][t], in[i][t - k], writes out[j][t]. The reference
  /// arithmetic: the same bits on every machine.
  virtual void step(const double* const* in, double* const* out, std::size_t t) = 0;

  /// How a stream advances this operator from now on, or nullptr while it must go by `step`, which
  /// still counts or seeds. Usually `threaded<&Own::advance>` or `carrying<&Own::next>()`.
  virtual Settled settled() { return nullptr; }

  /// The same step for many symbols at once, to the bit; none for operators whose symbols would go
  /// different ways.
  virtual BankStep bank() const { return {}; }

  /// Operators of one non-empty family that read the same inputs may be run together
  /// (`block_rows`).
  virtual std::string_view family() const { return {}; }

  /// The joint kernel of a family: advances every row by n values of the same inputs.
  /// `rows` are of this operator's family; out[r] is the single output of rows[r].
  virtual void block_rows(std::span<Operator* const> rows, const double* const* in,
                          double* const* out, std::size_t n, Kernel kernel) {
    for (std::size_t r = 0; r < rows.size(); ++r) rows[r]->block(in, out + r, n, kernel);
  }
};

/// The class of a method, and what its arguments are made of.
template <class Method>
struct MethodTraits;
template <class Own, class Result, class... Arguments>
struct MethodTraits<Result (Own::*)(Arguments...)> {
  using type = Own;
  static constexpr std::size_t count = sizeof...(Arguments);
  // (double newest, const double* line): the line ends at its newest value.
  static constexpr bool looks_back = (std::is_pointer_v<Arguments> || ...);
};

/// An instruction by a method with the arguments of `step` that needs no check of its state.
template <auto method>
void threaded(const Instruction* at, std::size_t t, double* results, double) {
  using Own = typename MethodTraits<decltype(method)>::type;
  (static_cast<Own*>(at->op)->*method)(at->in, at->out, t);
  return at[1].run(at + 1, t, results, at->out[0][t]);
}

/// An instruction by a method from one or two inputs to the only output: double(double),
/// double(double, double), or double(double newest, const double* line). Input `from` is carried.
template <auto method, std::size_t from>
void carried_to(const Instruction* at, std::size_t t, double* results, double carried) {
  using Traits = MethodTraits<decltype(method)>;
  auto* own = static_cast<typename Traits::type*>(at->op);
  const double first = from == 0 ? carried : at->in[0][t];
  double y = 0.0;
  if constexpr (Traits::looks_back) {
    y = (own->*method)(first, at->in[0] + t);
  } else if constexpr (Traits::count == 1) {
    y = (own->*method)(first);
  } else {
    y = (own->*method)(first, from == 1 ? carried : at->in[1][t]);
  }
  at->out[0][t] = y;
  return at[1].run(at + 1, t, results, y);
}

template <auto method>
Settled carrying() {
  constexpr std::size_t none = Instruction::most_inputs;
  using Traits = MethodTraits<decltype(method)>;
  if constexpr (Traits::count == 1 || Traits::looks_back) {
    return {carried_to<method, none>, carried_to<method, 0>, nullptr};
  } else {
    return {carried_to<method, none>, carried_to<method, 0>, carried_to<method, 1>};
  }
}

}  // namespace taipan
