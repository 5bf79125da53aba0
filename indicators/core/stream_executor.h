// Runs a plan one row at a time: a flat tape of steps over lines that keep their recent history.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indicators/core/plan.h"

namespace taipan {

/// The state of one stream. Not thread-safe; `update` allocates nothing. The plan must outlive it.
class Stream {
 public:
  explicit Stream(const Plan& plan);
  /// An independent stream in the same state.
  Stream(const Stream& other);
  Stream& operator=(const Stream& other) { return *this = Stream(other); }
  Stream(Stream&&) noexcept = default;
  Stream& operator=(Stream&&) noexcept = default;

  /// Advances by one row. Returns whether every output is defined; undefined ones are NaN.
  /// Rows before the first complete one (no NaN) are skipped, as they are in arrays.
  bool update(const double* inputs, double* outputs) {
    if (position_ >= settled_until_) return update_with_care(inputs, outputs);
    advance(inputs, outputs);
    return true;
  }

  /// Rows taken since the first complete one.
  std::size_t rows() const { return position_ - origin_; }

  /// Back to before the first row.
  void reset();

  /// The whole state: a stream of an equal plan that restores it goes on with the same bits.
  std::string save() const;
  /// Throws std::invalid_argument, and stays as it was, unless `state` is whole, of this format and
  /// of an equal plan.
  void restore(std::string_view state);

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
  struct KeptLine {
    double* line;
    std::size_t lookback;
  };

  void advance(const double* inputs, double* outputs) {
    const std::size_t t = position_++;
    double* line = storage_.get() + t;
    for (std::size_t i = 0; i < input_count_; ++i, line += capacity_) *line = inputs[i];
    tape_.front().run(tape_.data(), t, outputs, 0.0);
  }
  bool update_with_care(const double* inputs, double* outputs);
  void make_room();
  void bind();
  void settle();
  void exchange(Archive& archive);

  const Plan* plan_;
  std::unique_ptr<double[]> storage_;  // every line, capacity_ values each, inputs first
  std::size_t input_count_;
  std::size_t capacity_;
  std::size_t position_;           // where the next row goes
  std::size_t origin_;             // where the first row went, or would have
  std::size_t settled_until_ = 0;  // position up to which the tape serves
  std::vector<Instruction> tape_;  // once every output is defined
  bool all_settled_ = false;
  std::vector<Step> steps_;
  std::vector<Output> outputs_;
  std::vector<KeptLine> kept_;
  std::vector<const double*> in_;  // the steps' pointers, flat
  std::vector<double*> out_;
};

}  // namespace taipan
