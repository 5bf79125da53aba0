// An operator: the only place that knows SIMD. It owns its state and moves it by blocks or by
// steps.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "indicators/core/kernel.h"

namespace taipan {

/// The bytes of plain numbers, for operators' keys.
template <class Numbers>
std::string bytes_of(const Numbers& numbers) {
  const auto bytes = std::as_bytes(std::span(numbers));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Operator {
 public:
  virtual ~Operator() = default;

  /// Identity: two operators with the same key and the same inputs compute the same values.
  virtual std::string key() const = 0;

  /// A fresh operator with the same parameters, before its first value.
  virtual std::unique_ptr<Operator> clone() const = 0;

  /// Back to the state before the first value; keeps memory.
  virtual void reset() = 0;

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

}  // namespace taipan
