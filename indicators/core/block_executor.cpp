#include "indicators/core/block_executor.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace taipan {

BlockRun::BlockRun(const Plan& plan) : lines_(plan.line_count()) {
  for (const Plan::Node& node : plan.nodes()) {
    operators_.push_back(node.op->clone());
    add_to_group(node, *operators_.back());
  }
}

void BlockRun::add_to_group(const Plan::Node& node, Operator& op) {
  if (!op.family().empty()) {
    for (Group& group : groups_) {
      if (group.rows.front()->family() != op.family() || group.inputs != node.inputs ||
          group.input_start != node.input_start) {
        continue;
      }
      group.rows.push_back(&op);
      group.outputs.push_back(node.first_line);
      return;
    }
  }
  Group group{{&op}, node.inputs, {}, node.input_start};
  for (std::uint32_t i = 0; i < node.line_count; ++i) group.outputs.push_back(node.first_line + i);
  groups_.push_back(std::move(group));
}

void BlockRun::run(const Plan& plan, const Arrays& arrays, Kernel kernel, std::size_t tile) {
  for (auto& op : operators_) op->reset();
  place_lines(plan, arrays, tile);
  const std::size_t rows = arrays.rows - arrays.first;
  for (std::size_t begin = 0; begin < rows; begin += tile) {
    run_tile(begin, std::min(begin + tile, rows), kernel);
    keep_history(plan, tile);
  }
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    const Plan::Output& output = plan.outputs()[i];
    double* result = arrays.outputs[i] + arrays.first;
    // A line that two outputs show, or an input shown as it is.
    if (result != lines_[output.line].base) {
      std::copy_n(lines_[output.line].base, rows, result);
    }
  }
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    const std::size_t undefined = std::min(arrays.first + plan.outputs()[i].start, arrays.rows);
    std::fill_n(arrays.outputs[i], undefined, std::numeric_limits<double>::quiet_NaN());
  }
}

void BlockRun::place_lines(const Plan& plan, const Arrays& arrays, std::size_t tile) {
  std::fill(lines_.begin(), lines_.end(), Line{});
  for (std::size_t i = 0; i < arrays.inputs.size(); ++i) {
    // Operators never write to their inputs.
    lines_[i] = {const_cast<double*>(arrays.inputs[i]) + arrays.first, true};
  }
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    Line& line = lines_[plan.outputs()[i].line];
    if (line.base == nullptr) line = {arrays.outputs[i] + arrays.first, true};
  }
  std::size_t needed = 0;
  for (std::uint32_t line = 0; line < lines_.size(); ++line) {
    if (!lines_[line].whole) needed += plan.lookback(line) + tile;
  }
  if (tiles_.size() < needed) tiles_.resize(needed);
  double* place = tiles_.data();
  for (std::uint32_t line = 0; line < lines_.size(); ++line) {
    if (lines_[line].whole) continue;
    lines_[line].base = place + plan.lookback(line);
    place = lines_[line].base + tile;
  }
}

void BlockRun::run_tile(std::size_t begin, std::size_t end, Kernel kernel) {
  for (Group& group : groups_) {
    const std::size_t from = std::max(begin, group.input_start);
    if (from >= end) continue;
    in_.clear();
    for (std::uint32_t line : group.inputs) {
      in_.push_back(lines_[line].base + (lines_[line].whole ? from : from - begin));
    }
    out_.clear();
    for (std::uint32_t line : group.outputs) {
      out_.push_back(lines_[line].base + (lines_[line].whole ? from : from - begin));
    }
    if (group.rows.size() == 1) {
      group.rows[0]->block(in_.data(), out_.data(), end - from, kernel);
    } else {
      group.rows[0]->block_rows(group.rows, in_.data(), out_.data(), end - from, kernel);
    }
  }
}

void BlockRun::keep_history(const Plan& plan, std::size_t tile) {
  for (std::uint32_t line = 0; line < lines_.size(); ++line) {
    const std::size_t lookback = plan.lookback(line);
    if (lines_[line].whole || lookback == 0) continue;
    double* begin = lines_[line].base - lookback;
    std::memmove(begin, begin + tile, lookback * sizeof(double));
  }
}

void run_blocks(const Plan& plan, const Arrays& arrays, Kernel kernel, std::size_t tile) {
  auto run = plan.take_run();
  run->run(plan, arrays, resolve(kernel), tile);
  plan.give_back(std::move(run));
}

std::size_t first_complete_row(std::span<const double* const> inputs, std::size_t rows) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (std::none_of(inputs.begin(), inputs.end(),
                     [row](const double* input) { return input[row] != input[row]; })) {
      return row;
    }
  }
  return rows;
}

}  // namespace taipan
