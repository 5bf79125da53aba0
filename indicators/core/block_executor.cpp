#include "indicators/core/block_executor.h"

#include <hwy/aligned_allocator.h>
#include <hwy/base.h>
#include <hwy/cache_control.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

#include "indicators/core/stream_copy.h"

namespace taipan {
namespace {

// A call that touches more than this is bound by memory, and its results had better go by the
// caches: a plain store first reads what it overwrites. Half of a usual last-level cache; what the
// system reports may be that of a whole host.
constexpr std::size_t cached_bytes = std::size_t{16} << 20;

constexpr std::size_t cache_line = 8;  // values

// A burst of streamed results must fit the processor's store buffer, so that the next tile is
// computed while they drain to memory: shorter tiles then, though not so short that history weighs.
std::size_t streamed_tile(std::size_t tile, std::size_t lookback) {
  constexpr std::size_t shortest = 256;
  return std::min(tile, std::max(shortest, hwy::RoundUpTo(4 * lookback, cache_line)));
}

}  // namespace

BlockRun::BlockRun(const Plan& plan) : lines_(plan.line_count()) {
  for (const Plan::Node& node : plan.nodes()) {
    operators_.push_back(node.op->clone());
    add_to_group(node, *operators_.back());
  }
  for (const Plan::Output& output : plan.outputs()) lines_[output.line].is_result = true;
  for (std::size_t i = 0; i < plan.input_count(); ++i) lines_[i] = {nullptr, true, false, 0};
  assign_slots(plan);
}

// Lines that are never needed at the same time share a tile, so that the tiles in use stay in the
// first-level cache. A line whose history is read keeps a tile of its own.
void BlockRun::assign_slots(const Plan& plan) {
  constexpr std::size_t never = ~std::size_t{0};
  std::vector<std::size_t> last_use(lines_.size(), never);
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    for (std::uint32_t line : groups_[g].outputs) last_use[line] = g;
    for (std::uint32_t line : groups_[g].inputs) last_use[line] = g;
  }
  const auto is_shared = [&](std::uint32_t line) {
    return !lines_[line].whole && !lines_[line].is_result && plan.lookback(line) == 0;
  };
  std::vector<std::size_t> free;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    for (std::uint32_t line : groups_[g].outputs) {
      if (is_shared(line) && !free.empty()) {
        lines_[line].slot = free.back();
        free.pop_back();
        continue;
      }
      lines_[line].slot = slots_.size();
      slots_.push_back({plan.lookback(line), lines_[line].is_result});
    }
    for (const auto* lines : {&groups_[g].inputs, &groups_[g].outputs}) {
      for (std::uint32_t line : *lines) {
        if (last_use[line] != g || !is_shared(line)) continue;
        free.push_back(lines_[line].slot);
        last_use[line] = never;
      }
    }
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
  const std::size_t columns = arrays.inputs.size() + arrays.outputs.size();
  streams_ = columns * arrays.rows * sizeof(double) > cached_bytes;
  if (streams_) tile = streamed_tile(tile, plan.longest_lookback());
  place_lines(plan, arrays, tile);
  const std::size_t rows = arrays.rows - arrays.first;
  for (std::size_t begin = 0; begin < rows; begin += tile) {
    const std::size_t end = std::min(begin + tile, rows);
    run_tile(begin, end, kernel);
    if (streams_) stream_results(plan, arrays, begin, end, kernel);
    keep_history(tile);
  }
  if (streams_) {
    hwy::FlushStream();
  } else {
    copy_results(plan, arrays);
  }
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    const std::size_t undefined = std::min(arrays.first + plan.outputs()[i].start, arrays.rows);
    std::fill_n(arrays.outputs[i], undefined, std::numeric_limits<double>::quiet_NaN());
  }
}

void BlockRun::stream_results(const Plan& plan, const Arrays& arrays, std::size_t begin,
                              std::size_t end, Kernel kernel) {
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    const Line& line = lines_[plan.outputs()[i].line];
    stream_copy(line.base + (line.whole ? begin : 0), arrays.outputs[i] + arrays.first + begin,
                end - begin, kernel);
  }
}

// Lines that two outputs show, and inputs shown as they are; others were written in place.
void BlockRun::copy_results(const Plan& plan, const Arrays& arrays) {
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    double* result = arrays.outputs[i] + arrays.first;
    const double* base = lines_[plan.outputs()[i].line].base;
    if (result != base) std::copy_n(base, arrays.rows - arrays.first, result);
  }
}

void BlockRun::place_lines(const Plan& plan, const Arrays& arrays, std::size_t tile) {
  // Tiles begin on cache lines, since a vector across two costs twice. A tile is whole pages long:
  // with but a line between two of them, a load would wait for the store just before it, whose
  // address has the same last twelve bits.
  constexpr std::size_t gap = 8 * cache_line;
  std::size_t size = 0;
  for (Slot& slot : slots_) {
    const std::size_t history = hwy::RoundUpTo(slot.lookback, cache_line);
    slot.place = size + history;
    if (streams_ || !slot.of_result) {
      size += history + hwy::RoundUpTo(tile, cache_line) + gap;
    }
  }
  if (tiles_size_ < size) {
    tiles_ = hwy::AllocateAligned<double>(size);
    if (tiles_ == nullptr) throw std::bad_alloc();
    tiles_size_ = size;
  }
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    Line& line = lines_[i];
    if (i < arrays.inputs.size()) {
      // Operators never write to their inputs.
      line.base = const_cast<double*>(arrays.inputs[i]) + arrays.first;
      continue;
    }
    line.whole = line.is_result && !streams_;
    line.base = line.whole || slots_.empty() ? nullptr : tiles_.get() + slots_[line.slot].place;
  }
  for (std::size_t i = 0; i < arrays.outputs.size(); ++i) {
    Line& line = lines_[plan.outputs()[i].line];
    if (line.base == nullptr) line.base = arrays.outputs[i] + arrays.first;
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

void BlockRun::keep_history(std::size_t tile) {
  for (const Slot& slot : slots_) {
    if (slot.lookback == 0 || (slot.of_result && !streams_)) continue;
    double* begin = tiles_.get() + slot.place - slot.lookback;
    std::memmove(begin, begin + tile, slot.lookback * sizeof(double));
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
