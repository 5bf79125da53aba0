#include "indicators/core/plan.h"

#include <algorithm>
#include <mutex>

#include "indicators/core/block_executor.h"

namespace taipan {
namespace {

std::vector<bool> reachable_nodes(const Graph& graph, const std::vector<Series>& outputs) {
  std::vector<bool> line_needed(graph.line_count(), false);
  for (const Series& series : outputs) line_needed[series.line()] = true;
  const auto& nodes = graph.nodes();
  std::vector<bool> needed(nodes.size(), false);
  for (std::size_t i = nodes.size(); i-- > 0;) {
    for (std::size_t o = 0; o < nodes[i].op->outputs(); ++o) {
      if (line_needed[nodes[i].first_line + o]) needed[i] = true;
    }
    if (!needed[i]) continue;
    for (const Graph::Input& input : nodes[i].inputs) line_needed[input.line] = true;
  }
  return needed;
}

}  // namespace

struct Plan::Idle {
  std::mutex mutex;
  std::vector<std::unique_ptr<BlockRun>> runs;
};

Plan::Plan(std::unique_ptr<Graph> graph, const std::vector<Series>& outputs)
    : graph_(std::move(graph)), idle_(std::make_unique<Idle>()) {
  lookback_.assign(graph_->line_count(), 0);
  const std::vector<bool> needed = reachable_nodes(*graph_, outputs);
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (!needed[i]) continue;
    const Graph::Node& node = graph_->nodes()[i];
    Node compiled{node.op.get(),
                  {},
                  node.first_line,
                  static_cast<std::uint32_t>(node.op->outputs()),
                  node.input_start};
    const std::size_t lookback = node.op->lookback();
    for (const Graph::Input& input : node.inputs) {
      compiled.inputs.push_back(input.line);
      lookback_[input.line] = std::max(lookback_[input.line], lookback);
    }
    longest_lookback_ = std::max(longest_lookback_, lookback);
    nodes_.push_back(std::move(compiled));
  }
  for (const Series& series : outputs) {
    outputs_.push_back({series.line(), series.start()});
    warmup_ = std::max(warmup_, series.start());
  }
}

std::uint64_t Plan::fingerprint() const {
  std::string text = std::to_string(input_count());
  for (const Node& node : nodes_) {
    text += '\n' + node.op->key() + '@' + std::to_string(node.input_start);
    for (std::uint32_t line : node.inputs) text += ',' + std::to_string(line);
    text += '>' + std::to_string(node.first_line);
  }
  for (const Output& output : outputs_) {
    text += '\n' + std::to_string(output.line) + '@' + std::to_string(output.start);
  }
  return hash_of(text);
}

Plan::~Plan() = default;
Plan::Plan(Plan&&) noexcept = default;

std::unique_ptr<BlockRun> Plan::take_run() const {
  {
    const std::lock_guard lock(idle_->mutex);
    if (!idle_->runs.empty()) {
      auto run = std::move(idle_->runs.back());
      idle_->runs.pop_back();
      return run;
    }
  }
  return std::make_unique<BlockRun>(*this);
}

void Plan::give_back(std::unique_ptr<BlockRun> run) const {
  const std::lock_guard lock(idle_->mutex);
  idle_->runs.push_back(std::move(run));
}

}  // namespace taipan
