// Runs a plan one row at a time: a flat tape of steps over lines that keep their recent history.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "indicators/core/plan.h"

namespace taipan {

/// The state of one stream. Not thread-safe; `update` allocates nothing.
class Stream {
 public:
  explicit Stream(const Plan& plan);

  /// Advances by one row. Returns whether every output is defined; undefined ones are NaN.
  /// Rows before the first complete one (no NaN) are skipped, as they are in arrays.
  bool update(const double* inputs, double* outputs);

  /// Rows taken since the first complete one.
  std::size_t rows() const { return rows_; }

  /// Back to before the first row.
  void reset();

 private:
  struct Step {
    std::unique_ptr<Operator> op;
    const double* const* in;
    double* const* out;
    std::size_t input_start;
  };
  struct Output {
    const double* line;
    std::size_t start;
  };

  void make_room();

  std::vector<Step> tape_;
  std::vector<Output> outputs_;
  std::vector<std::size_t> kept_;  // per line: how much history operators read
  std::vector<double*> lines_;     // per line: its storage of capacity_ values
  std::vector<const double*> in_;  // the tape's pointers, flat
  std::vector<double*> out_;
  std::unique_ptr<double[]> storage_;
  std::size_t input_count_;
  std::size_t capacity_;
  std::size_t longest_lookback_;
  std::size_t warmup_;
  std::size_t position_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace taipan
