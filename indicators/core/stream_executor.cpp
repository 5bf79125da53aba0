#include "indicators/core/stream_executor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace taipan {
namespace {

// Rows between two moves of the kept history to the front: makes its cost per row vanish.
constexpr std::size_t spare_rows = 512;

}  // namespace

Stream::Stream(const Plan& plan)
    : input_count_(plan.input_count()),
      capacity_(2 * plan.longest_lookback() + spare_rows),
      longest_lookback_(plan.longest_lookback()),
      warmup_(plan.warmup()) {
  const std::size_t line_count = plan.line_count();
  storage_ = std::make_unique<double[]>(line_count * capacity_);
  for (std::uint32_t line = 0; line < line_count; ++line) {
    lines_.push_back(storage_.get() + line * capacity_);
    kept_.push_back(plan.lookback(line));
  }
  for (const Plan::Node& node : plan.nodes()) {
    for (std::uint32_t line : node.inputs) in_.push_back(lines_[line]);
    for (std::uint32_t i = 0; i < node.line_count; ++i) {
      out_.push_back(lines_[node.first_line + i]);
    }
  }
  const double* const* in = in_.data();
  double* const* out = out_.data();
  for (const Plan::Node& node : plan.nodes()) {
    tape_.push_back({node.op->clone(), in, out, node.input_start});
    in += node.inputs.size();
    out += node.line_count;
  }
  for (const Plan::Output& output : plan.outputs()) {
    outputs_.push_back({lines_[output.line], output.start});
  }
}

bool Stream::update(const double* inputs, double* outputs) {
  if (rows_ == 0 && std::any_of(inputs, inputs + input_count_, [](double x) { return x != x; })) {
    std::fill_n(outputs, outputs_.size(), std::numeric_limits<double>::quiet_NaN());
    return false;
  }
  if (position_ == capacity_) make_room();
  const std::size_t t = position_;
  for (std::size_t i = 0; i < input_count_; ++i) lines_[i][t] = inputs[i];
  for (Step& step : tape_) {
    if (rows_ >= step.input_start) step.op->step(step.in, step.out, t);
  }
  for (const Output& output : outputs_) {
    *outputs++ = rows_ >= output.start ? output.line[t] : std::numeric_limits<double>::quiet_NaN();
  }
  ++position_;
  return rows_++ >= warmup_;
}

void Stream::make_room() {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    double* begin = lines_[line] + longest_lookback_ - kept_[line];
    std::memmove(begin, lines_[line] + capacity_ - kept_[line], kept_[line] * sizeof(double));
  }
  position_ = longest_lookback_;
}

void Stream::reset() {
  for (Step& step : tape_) step.op->reset();
  position_ = 0;
  rows_ = 0;
}

}  // namespace taipan
