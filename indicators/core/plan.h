// A compiled graph: what the executors walk. It knows no indicator.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

class BlockRun;

/// Immutable after construction; any number of runs may use it at the same time.
class Plan {
 public:
  struct Node {
    const Operator* op;
    std::vector<std::uint32_t> inputs;  // lines
    std::uint32_t first_line;
    std::uint32_t line_count;
    std::size_t input_start;
  };
  struct Output {
    std::uint32_t line;
    std::size_t start;
  };

  /// Keeps the operators that `outputs` need; others are dropped.
  Plan(std::unique_ptr<Graph> graph, const std::vector<Series>& outputs);
  ~Plan();
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) = delete;

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Output>& outputs() const { return outputs_; }
  std::size_t input_count() const { return graph_->input_count(); }
  std::size_t line_count() const { return graph_->line_count(); }
  /// How far back anybody reads on a line.
  std::size_t lookback(std::uint32_t line) const { return lookback_[line]; }
  std::size_t longest_lookback() const { return longest_lookback_; }
  /// Index of the first row at which every output is defined.
  std::size_t warmup() const { return warmup_; }

  /// Equal for plans of the same operators with the same wiring and outputs.
  std::uint64_t fingerprint() const;

  /// Idle workspaces of the block executor, so that a call allocates nothing after the first.
  std::unique_ptr<BlockRun> take_run() const;
  void give_back(std::unique_ptr<BlockRun> run) const;

 private:
  struct Idle;
  std::unique_ptr<Graph> graph_;
  std::vector<Node> nodes_;
  std::vector<Output> outputs_;
  std::vector<std::size_t> lookback_;
  std::size_t longest_lookback_ = 0;
  std::size_t warmup_ = 0;
  std::unique_ptr<Idle> idle_;
};

}  // namespace taipan
