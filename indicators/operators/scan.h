// scan<State>: indicators that are sequential by nature. The state sits in the indicator's own
// file.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "indicators/core/graph.h"

namespace taipan {

/// The branch-free choice that a state template uses, so that it also compiles for vectors.
inline double select(bool condition, double yes, double no) { return condition ? yes : no; }

/// A state is a plain struct of `double`s (so that its bytes are its identity) with
///   static constexpr std::size_t inputs, outputs, warmup;
///   std::array<double, outputs> first(const std::array<double, inputs>&)  // the first row
///   std::array<double, outputs> next(const std::array<double, inputs>&)   // every later one
/// Its parameters are members too; the initial value given here is what it starts from.
template <class State>
class Scan final : public Operator {
  static_assert(std::is_trivially_copyable_v<State> && sizeof(State) % sizeof(double) == 0);

 public:
  Scan(const char* name, const State& initial) : name_(name), initial_(initial), state_(initial) {}

  std::string key() const override {
    return name_ + bytes_of(std::span<const State, 1>(&initial_, 1));
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<Scan>(name_, initial_);
  }
  void reset() override {
    state_ = initial_;
    is_first_ = true;
  }
  void exchange(Archive& archive) override { archive(state_, is_first_); }
  std::size_t outputs() const override { return State::outputs; }
  std::size_t warmup(std::size_t) const override { return State::warmup; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    std::size_t i = 0;
    if (n > 0 && is_first_) step(in, out, i++);
    State state = state_;  // in registers
    for (; i < n; ++i) write(out, i, state.next(read(in, i)));
    state_ = state;
  }

  BankStep bank() const override {
    // A row for each of so many numbers would not stay in the cache.
    if constexpr (numbers > most_rows) {
      return {};
    } else {
      return {numbers, [initial = initial_](const BankRow& row) {
                if (row.seen() == 0) return advance_row<true>(initial, row);
                advance_row<false>(initial, row);
              }};
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    write(out, t, is_first_ ? state_.first(read(in, t)) : state_.next(read(in, t)));
    is_first_ = false;
  }
  Settled settled() override {
    if (is_first_) return nullptr;
    if constexpr (State::inputs == 1 && State::outputs == 1) return carrying<&Scan::next>();
    return threaded<&Scan::advance>;
  }

 private:
  static constexpr std::size_t numbers = sizeof(State) / sizeof(double);
  static constexpr std::size_t most_rows = 32;
  using Numbers = std::array<double, numbers>;

  // Many symbols: each number of the state is a row.
  template <bool is_first>
  static void advance_row(const State& initial, const BankRow& row) {
    std::array<const double*, State::inputs> in;
    std::array<double*, State::outputs> out;
    std::array<double*, numbers> rows;
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = row.in(i);
    for (std::size_t j = 0; j < out.size(); ++j) out[j] = row.out(j);
    for (std::size_t v = 0; v < numbers; ++v) rows[v] = row.state(v);
    row.each([=](std::size_t s) {
      State state = initial;
      if constexpr (!is_first) {
        Numbers values;
        for (std::size_t v = 0; v < numbers; ++v) values[v] = rows[v][s];
        state = std::bit_cast<State>(values);
      }
      if constexpr (is_first) {
        write(out.data(), s, state.first(read(in.data(), s)));
      } else {
        write(out.data(), s, state.next(read(in.data(), s)));
      }
      const Numbers values = std::bit_cast<Numbers>(state);
      for (std::size_t v = 0; v < numbers; ++v) rows[v][s] = values[v];
    });
  }

  double next(double x) { return state_.next({x})[0]; }
  void advance(const double* const* in, double* const* out, std::size_t t) {
    write(out, t, state_.next(read(in, t)));
  }
  static std::array<double, State::inputs> read(const double* const* in, std::size_t t) {
    std::array<double, State::inputs> row;
    for (std::size_t i = 0; i < State::inputs; ++i) row[i] = in[i][t];
    return row;
  }
  static void write(double* const* out, std::size_t t,
                    const std::array<double, State::outputs>& row) {
    for (std::size_t i = 0; i < State::outputs; ++i) out[i][t] = row[i];
  }

  const char* name_;
  State initial_;
  State state_;
  bool is_first_ = true;
};

/// Every output of the scan. `name` tells states of one layout apart.
template <class State>
std::vector<Series> scan(const char* name, const State& initial,
                         const std::vector<Series>& inputs) {
  return inputs.front().graph().apply_all(std::make_unique<Scan<State>>(name, initial), inputs);
}

}  // namespace taipan
