#include "indicators/core/graph.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace taipan {

Series Graph::input() {
  assert(nodes_.empty());
  ++input_count_;
  return {*this, line_count_++, 0};
}

std::vector<Series> Graph::apply_all(std::unique_ptr<const Operator> op,
                                     const std::vector<Series>& inputs) {
  std::string key = op->key();
  std::vector<Input> refs;
  std::size_t input_start = 0;
  for (const Series& series : inputs) {
    assert(&series.graph() == this);
    refs.push_back({series.line(), series.start()});
    input_start = std::max(input_start, series.start());
    key += '|' + std::to_string(series.line());
  }
  // Where an operator begins is part of its identity: a seed taken later is another value.
  key += '@' + std::to_string(input_start);
  auto [entry, is_new] = known_.try_emplace(std::move(key), nodes_.size());
  if (is_new) {
    const auto outputs = static_cast<std::uint32_t>(op->outputs());
    nodes_.push_back({std::move(op), std::move(refs), line_count_, input_start});
    line_count_ += outputs;
  }
  return outputs_of(nodes_[entry->second]);
}

const Graph::Node* Graph::producer(Series series) const {
  if (series.line() < input_count_) return nullptr;
  const auto after =
      std::upper_bound(nodes_.begin(), nodes_.end(), series.line(),
                       [](std::uint32_t line, const Node& node) { return line < node.first_line; });
  return &*std::prev(after);
}

std::vector<Series> Graph::outputs_of(const Node& node) {
  std::vector<Series> outputs;
  for (std::size_t i = 0; i < node.op->outputs(); ++i) {
    outputs.push_back({*this, static_cast<std::uint32_t>(node.first_line + i),
                       node.input_start + node.op->warmup(i)});
  }
  return outputs;
}

}  // namespace taipan
