#pragma once

#include <map>
#include <memory>
#include <span>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/bar_history.h"
#include "engine/bar_listener.h"
#include "indicators/core/indicator.h"
#include "indicators/core/stream_executor.h"

namespace taipan::engine {

using LineId = std::size_t;

// What an indicator is computed from: a column of the bars, or an output of another indicator.
using LineSource = std::variant<Field, LineId>;

// The indicators of one strategy over one series of bars, advanced by steps once a bar: the same
// arithmetic as a live stream. What is asked for before the first bar shares one graph; an
// indicator asked for later is caught up over the bars so far.
class LiveIndicators final : public BarListener {
 public:
  explicit LiveIndicators(const BarHistory& bars);
  ~LiveIndicators() override;

  // One line for each output, in the schema's order. Asking again for the same returns the same
  // lines: a strategy may ask at every bar. Throws InvalidInput for parameters that break
  // a rule, std::out_of_range for a source that does not exist.
  std::vector<LineId> add(const Definition& definition, Parameters parameters,
                          std::vector<LineSource> inputs);

  void advance(std::size_t index) override;

  // Every line is defined and has seen as many bars as its indicator needs.
  bool warm() const override;

  // A line's value at every bar so far, NaN while undefined. Holds room for all bars of the replay;
  // the address stays.
  const double* column(LineId line) const { return lines_[line].values.get(); }

  // Whether the line was warm at that bar.
  bool was_warm(LineId line, std::size_t index) const { return index >= lines_[line].warm_from; }

 private:
  using Key = std::tuple<const Definition*, Parameters, std::vector<LineSource>>;
  struct Request {
    const Definition* definition;
    Parameters parameters;
    std::vector<LineSource> inputs;
    std::vector<LineId> outputs;
  };
  struct Line {
    std::unique_ptr<double[]> values;
    std::size_t needed;     // rows, counted from the first complete one
    std::size_t warm_from;  // index of a bar, or the largest number
  };
  struct Group;

  const double* column_of(const LineSource& source);
  void compile(std::vector<Request> requests);
  void advance(Group& group, std::size_t index);

  const BarHistory& bars_;
  std::vector<double> milliseconds_;  // Field::time, once somebody reads it
  std::vector<Line> lines_;
  std::map<Key, std::vector<LineId>> known_;
  std::vector<Request> pending_;
  std::vector<std::unique_ptr<Group>> groups_;
  bool started_ = false;
};

}  // namespace taipan::engine
