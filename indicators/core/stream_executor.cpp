#include "indicators/core/stream_executor.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace taipan {
namespace {

// Rows between two moves of the kept history to the front: many beside the history, so that its
// cost per row vanishes, and few enough for all lines to stay in the first-level cache.
constexpr std::size_t least_spare_rows = 64;

// Raised whenever an operator's state takes another form.
constexpr std::uint32_t state_format = 1;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

bool is_incomplete(const double* inputs, std::size_t count) {
  return std::any_of(inputs, inputs + count, [](double x) { return x != x; });
}

// Of an operator that has not settled.
void step_and_go_on(const Instruction* at, std::size_t t, double* results, double) {
  at->op->step(at->in, at->out, t);
  return at[1].run(at + 1, t, results, at->out[0][t]);
}

// Of one with more lines than an instruction holds: what stands there are its arrays of lines.
void step_wide_and_go_on(const Instruction* at, std::size_t t, double* results, double) {
  at->op->step(reinterpret_cast<const double* const*>(at->in[0]),
               reinterpret_cast<double* const*>(at->out[0]), t);
  return at[1].run(at + 1, t, results, 0.0);
}

// The end of a tape: up to most_inputs results.
template <std::size_t count>
void write_results(const Instruction* at, std::size_t t, double* results, double) {
  for (std::size_t i = 0; i < count; ++i) results[i] = at->in[i][t];
}

// The same with others to follow.
void write_and_go_on(const Instruction* at, std::size_t t, double* results, double) {
  for (const double* line : at->in) *results++ = line[t];
  return at[1].run(at + 1, t, results, 0.0);
}

Instruction::Run writer_of(std::size_t count) {
  constexpr Instruction::Run writers[] = {write_results<1>, write_results<2>, write_results<3>,
                                          write_results<4>};
  return writers[count - 1];
}

}  // namespace

Stream::Stream(const Plan& plan)
    : plan_(&plan),
      input_count_(plan.input_count()),
      capacity_(2 * plan.longest_lookback() + least_spare_rows),
      position_(plan.longest_lookback()),
      origin_(position_) {
  storage_ = std::make_unique<double[]>(plan.line_count() * capacity_);
  const auto line_at = [this](std::size_t line) { return storage_.get() + line * capacity_; };
  for (std::uint32_t line = 0; line < plan.line_count(); ++line) {
    if (plan.lookback(line) > 0) kept_.push_back({line_at(line), plan.lookback(line)});
  }
  for (const Plan::Node& node : plan.nodes()) {
    for (std::uint32_t line : node.inputs) in_.push_back(line_at(line));
    for (std::uint32_t i = 0; i < node.line_count; ++i) {
      out_.push_back(line_at(node.first_line + i));
    }
  }
  const double* const* in = in_.data();
  double* const* out = out_.data();
  for (const Plan::Node& node : plan.nodes()) {
    steps_.push_back({node.op->clone(), in, out, node.input_start});
    in += node.inputs.size();
    out += node.line_count;
  }
  for (const Plan::Output& output : plan.outputs()) {
    outputs_.push_back({line_at(output.line), output.start});
  }
  // Filled by an update, which allocates nothing.
  tape_.reserve(steps_.size() + 1 + outputs_.size() / Instruction::most_inputs);
}

bool Stream::update_with_care(const double* inputs, double* outputs) {
  if (rows() == 0 && is_incomplete(inputs, input_count_)) {
    std::fill_n(outputs, outputs_.size(), undefined);
    return false;
  }
  if (position_ == capacity_) make_room();
  const std::size_t row = rows();
  if (row >= plan_->warmup()) {
    if (tape_.empty()) bind();
    settle();
    advance(inputs, outputs);
    return true;
  }
  const std::size_t t = position_++;
  for (std::size_t i = 0; i < input_count_; ++i) storage_[i * capacity_ + t] = inputs[i];
  for (const Step& step : steps_) {
    if (row >= step.input_start) step.op->step(step.in, step.out, t);
  }
  for (const Output& output : outputs_) {
    *outputs++ = row >= output.start ? output.line[t] : undefined;
  }
  return false;
}

void Stream::make_room() {
  const std::size_t lookback = plan_->longest_lookback();
  for (const KeptLine& kept : kept_) {
    const double* from = kept.line + capacity_ - kept.lookback;
    std::copy_n(from, kept.lookback, kept.line + lookback - kept.lookback);
  }
  origin_ -= capacity_ - lookback;
  position_ = lookback;
}

// Every node has begun once every output is defined.
void Stream::bind() {
  const double* const* in = in_.data();
  double* const* out = out_.data();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Plan::Node& node = plan_->nodes()[i];
    Instruction instruction{step_and_go_on, steps_[i].op.get(), {}, {}};
    if (node.inputs.size() <= Instruction::most_inputs &&
        node.line_count <= Instruction::most_outputs) {
      std::copy_n(in, node.inputs.size(), instruction.in);
      std::copy_n(out, node.line_count, instruction.out);
    } else {
      instruction.run = step_wide_and_go_on;
      instruction.in[0] = reinterpret_cast<const double*>(in);
      instruction.out[0] = reinterpret_cast<double*>(const_cast<double**>(out));
    }
    tape_.push_back(instruction);
    in += node.inputs.size();
    out += node.line_count;
  }
  for (std::size_t begin = 0; begin < outputs_.size();) {
    const std::size_t count = std::min(outputs_.size() - begin, Instruction::most_inputs);
    Instruction instruction{nullptr, nullptr, {}, {}};
    for (std::size_t i = 0; i < count; ++i) instruction.in[i] = outputs_[begin + i].line;
    begin += count;
    instruction.run = begin < outputs_.size() ? write_and_go_on : writer_of(count);
    tape_.push_back(instruction);
  }
}

// Operators that have not settled go by steps until the next move of the history.
void Stream::settle() {
  settled_until_ = capacity_;
  if (all_settled_) return;
  all_settled_ = true;
  const double* before = nullptr;  // the line that the instruction in front writes first
  for (Instruction& instruction : tape_) {
    if (instruction.run == step_and_go_on) {
      const Settled by = instruction.op->settled();
      if (by.run == nullptr) {
        all_settled_ = false;
      } else if (by.first_carried != nullptr && instruction.in[0] == before) {
        instruction.run = by.first_carried;
      } else if (by.second_carried != nullptr && instruction.in[1] == before) {
        instruction.run = by.second_carried;
      } else {
        instruction.run = by.run;
      }
    }
    before = instruction.run == step_wide_and_go_on ? nullptr : instruction.out[0];
  }
}

void Stream::reset() {
  for (Step& step : steps_) step.op->reset();
  std::fill_n(storage_.get(), plan_->line_count() * capacity_, 0.0);
  position_ = origin_ = plan_->longest_lookback();
  settled_until_ = 0;
  all_settled_ = false;
  tape_.clear();
}

Stream::Stream(const Stream& other) : Stream(*other.plan_) {
  const std::string state = other.save();
  Archive archive(state);
  exchange(archive);
}

std::string Stream::save() const {
  Archive archive;
  // A stream that writes is left as it was.
  const_cast<Stream*>(this)->exchange(archive);
  return archive.take();
}

void Stream::restore(std::string_view state) {
  Archive header(state);
  if (header.failed()) throw std::invalid_argument("state: its bytes are incomplete or damaged");
  std::uint32_t format = state_format;
  std::uint64_t fingerprint = 0;
  header(format, fingerprint);
  if (format != state_format) {
    throw std::invalid_argument("state: its format is " + std::to_string(format) + ", not " +
                                std::to_string(state_format));
  }
  if (fingerprint != plan_->fingerprint()) {
    throw std::invalid_argument("state: it is of another indicator or other parameters");
  }
  Archive archive(state);
  Stream restored(*plan_);
  restored.exchange(archive);
  if (!archive.complete()) throw std::invalid_argument("state: its bytes are inconsistent");
  *this = std::move(restored);
}

void Stream::exchange(Archive& archive) {
  std::uint32_t format = state_format;
  std::uint64_t fingerprint = plan_->fingerprint();
  std::uint64_t row = rows();
  archive(format, fingerprint, row);
  origin_ = position_ - row;
  for (const KeptLine& kept : kept_) {
    archive.values(kept.line + position_ - kept.lookback, kept.lookback);
  }
  for (Step& step : steps_) step.op->exchange(archive);
}

}  // namespace taipan
