// A graph of operators, and Series: the handle that indicator definitions compute with.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "indicators/core/operator.h"

namespace taipan {

class Graph;

/// A cheap handle to one output of one node. Arithmetic on it makes nodes.
class Series {
 public:
  /// Line number in the graph: inputs first, then every output of every node.
  std::uint32_t line() const { return line_; }
  /// Index of the first defined value, counted from the first complete input row.
  std::size_t start() const { return start_; }
  Graph& graph() const { return *graph_; }

  /// Where a series that is never defined starts; far from overflow when rows are added to it.
  static constexpr std::size_t never = std::size_t{1} << 60;

  /// The same values, declared undefined before index `start` (contracts that blank a prefix).
  Series from(std::size_t start) const { return {*graph_, line_, start > start_ ? start : start_}; }

  /// The same line for an operator that begins at `start` and reads no value before `start()`.
  Series begun_at(std::size_t start) const { return {*graph_, line_, start}; }

 private:
  friend class Graph;
  Series(Graph& graph, std::uint32_t line, std::size_t start)
      : graph_(&graph), line_(line), start_(start) {}

  Graph* graph_;
  std::uint32_t line_;
  std::size_t start_;
};

/// Nodes in topological order. Equal operators on equal inputs are one node (hash-consing).
class Graph {
 public:
  struct Input {
    std::uint32_t line;
    std::size_t start;
  };
  struct Node {
    std::unique_ptr<const Operator> op;
    std::vector<Input> inputs;
    std::uint32_t first_line;
    std::size_t input_start;  // the first index at which every input is defined
  };

  Graph() = default;
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  /// A leaf; all leaves must be made before the first node.
  Series input();

  /// The outputs of `op` applied to `inputs`.
  std::vector<Series> apply_all(std::unique_ptr<const Operator> op,
                                const std::vector<Series>& inputs);
  Series apply(std::unique_ptr<const Operator> op, const std::vector<Series>& inputs) {
    return apply_all(std::move(op), inputs).front();
  }

  /// The node that makes a series, or nullptr for an input. Valid until the next node is made.
  const Node* producer(Series series) const;
  /// The i-th series that a node reads.
  Series input_of(const Node& node, std::size_t i) {
    return {*this, node.inputs[i].line, node.inputs[i].start};
  }

  const std::vector<Node>& nodes() const { return nodes_; }
  std::size_t input_count() const { return input_count_; }
  std::size_t line_count() const { return line_count_; }

 private:
  std::vector<Series> outputs_of(const Node& node);

  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> known_;
  std::uint32_t input_count_ = 0;
  std::uint32_t line_count_ = 0;
};

}  // namespace taipan
