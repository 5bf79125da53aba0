#include "engine/live_indicators.h"

#include <algorithm>
#include <limits>
#include <map>

namespace taipan::engine {
namespace {

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

}  // namespace

// Indicators that share a graph, and where its leaves are read and its outputs go.
struct LiveIndicators::Group {
  Group(Plan&& made, std::vector<const double*> from, std::vector<LineId> to)
      : plan(std::move(made)),
        stream(plan),
        sources(std::move(from)),
        lines(std::move(to)),
        row(sources.size()),
        results(lines.size()) {}

  Plan plan;
  Stream stream;
  std::vector<const double*> sources;
  std::vector<LineId> lines;
  std::vector<double> row;
  std::vector<double> results;
  bool all_defined = false;
};

LiveIndicators::LiveIndicators(const BarHistory& bars) : bars_(bars) {}
LiveIndicators::~LiveIndicators() = default;

std::vector<LineId> LiveIndicators::add(const Definition& definition, Parameters parameters,
                                        std::vector<LineSource> inputs) {
  const Schema& schema = schema_of(definition);
  check_parameters(schema, parameters);
  for (const LineSource& source : inputs) {
    if (const auto* line = std::get_if<LineId>(&source)) (void)lines_.at(*line);
  }
  Key key{&definition, parameters, inputs};
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  Request request{&definition, std::move(parameters), std::move(inputs), {}};
  const std::size_t needed = needed_rows(definition, request.parameters);
  for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
    request.outputs.push_back(lines_.size());
    // Written bar by bar: memory that no bar has reached is never touched.
    lines_.push_back(
        {std::make_unique_for_overwrite<double[]>(bars_.columns().size()), needed, kNever});
  }
  const std::vector<LineId> outputs = request.outputs;
  if (started_) {
    compile({std::move(request)});
    for (std::size_t index = 0; index < bars_.size(); ++index) advance(*groups_.back(), index);
  } else {
    pending_.push_back(std::move(request));
  }
  known_.emplace(std::move(key), outputs);
  return outputs;
}

const double* LiveIndicators::column_of(const LineSource& source) {
  if (const auto* line = std::get_if<LineId>(&source)) return column(*line);
  const BarColumns& columns = bars_.columns();
  switch (std::get<Field>(source)) {
    case Field::open:
      return columns.open.data();
    case Field::high:
      return columns.high.data();
    case Field::low:
      return columns.low.data();
    case Field::close:
      return columns.close.data();
    case Field::volume:
      return columns.volume.data();
    case Field::time:
      break;
  }
  if (milliseconds_.empty()) {
    constexpr Timestamp nanoseconds = 1'000'000;
    for (const Timestamp time : columns.time) {
      milliseconds_.push_back(static_cast<double>(time / nanoseconds));
    }
  }
  return milliseconds_.data();
}

void LiveIndicators::compile(std::vector<Request> requests) {
  auto graph = std::make_unique<Graph>();
  std::map<LineSource, Series> known;
  std::vector<const double*> sources;
  std::vector<LineId> own;
  for (const Request& request : requests) {
    own.insert(own.end(), request.outputs.begin(), request.outputs.end());
  }
  const auto is_own = [&own](const LineSource& source) {
    const auto* line = std::get_if<LineId>(&source);
    return line != nullptr && std::find(own.begin(), own.end(), *line) != own.end();
  };
  // Leaves come before all nodes.
  for (const Request& request : requests) {
    for (const LineSource& source : request.inputs) {
      if (is_own(source) || known.contains(source)) continue;
      known.emplace(source, graph->input());
      sources.push_back(column_of(source));
    }
  }
  std::vector<Series> outputs;
  for (const Request& request : requests) {
    std::vector<Series> inputs;
    std::size_t input_start = 0;
    for (const LineSource& source : request.inputs) {
      inputs.push_back(known.at(source));
      input_start = std::max(input_start, inputs.back().start());
    }
    const Built built = build(*request.definition, *graph, inputs, request.parameters);
    for (std::size_t i = 0; i < request.outputs.size(); ++i) {
      const Series series = built.outputs[i].series;
      Line& line = lines_[request.outputs[i]];
      line.needed = std::max(series.start() + 1, input_start + line.needed);
      known.emplace(request.outputs[i], series);
      outputs.push_back(series);
    }
  }
  groups_.push_back(
      std::make_unique<Group>(Plan(std::move(graph), outputs), std::move(sources), std::move(own)));
}

void LiveIndicators::advance(std::size_t index) {
  if (!started_) {
    started_ = true;
    if (!pending_.empty()) compile(std::move(pending_));
  }
  for (auto& group : groups_) advance(*group, index);
}

void LiveIndicators::advance(Group& group, std::size_t index) {
  for (std::size_t i = 0; i < group.sources.size(); ++i) group.row[i] = group.sources[i][index];
  const bool defined = group.stream.update(group.row.data(), group.results.data());
  for (std::size_t i = 0; i < group.lines.size(); ++i) {
    lines_[group.lines[i]].values[index] = group.results[i];
  }
  if (group.all_defined) return;
  const std::size_t rows = group.stream.rows();
  group.all_defined = defined;
  for (LineId id : group.lines) {
    Line& line = lines_[id];
    if (line.warm_from == kNever && rows >= line.needed) line.warm_from = index;
    group.all_defined &= line.warm_from != kNever;
  }
}

bool LiveIndicators::warm() const {
  return std::all_of(groups_.begin(), groups_.end(),
                     [](const auto& group) { return group->all_defined; });
}

}  // namespace taipan::engine
