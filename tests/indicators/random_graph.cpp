#include "tests/indicators/random_graph.h"

#include <algorithm>

#include "indicators/core/sweep_executor.h"
#include "indicators/define.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/extreme_position.h"
#include "indicators/operators/rolling_order.h"
#include "indicators/operators/segmented_sum.h"
#include "indicators/operators/select.h"
#include "indicators/operators/variable_window.h"
#include "tests/indicators/operator_cases.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 700;

// The choices that the bytes make; 0 for ever after the last of them.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  std::size_t below(std::size_t count) {
    std::size_t number = 0;
    for (std::size_t most = 1; most < count; most <<= 8) number = number << 8 | next();
    return number % count;
  }

 private:
  std::size_t next() {
    if (rest_.empty()) return 0;
    const std::uint8_t byte = rest_.front();
    rest_ = rest_.subspan(1);
    return byte;
  }
  std::span<const std::uint8_t> rest_;
};

// A series and the series it is made of. Errors of those are errors of its own: a difference of two
// large numbers is not held to its own small size.
struct Made {
  Series series;
  std::vector<std::size_t> from;
  bool is_exact;  // the same bits by every path: what jumps at a threshold may be asked of it
  bool is_leaf;   // of an operator that is asked of the inputs alone
};

const std::vector<OperatorCase>& cases() {
  static const std::vector<OperatorCase> list = operator_cases();
  return list;
}

class RandomGraph {
 public:
  // Every period is `longer` than the bytes say.
  RandomGraph(Choices choices, const std::vector<Series>& inputs, std::size_t longer)
      : choices_(choices), inputs_(inputs), longer_(longer) {
    for (const Series& input : inputs) made_.push_back({input, {}, true, false});
    const std::size_t count = 2 + choices_.below(24);
    for (std::size_t i = 0; i < count; ++i) add_one();
  }

  const std::vector<Made>& made() const { return made_; }

  // Every series is an output, or a half of them, so that others go through tiles.
  std::vector<std::size_t> outputs() {
    const bool all = choices_.below(2) == 0;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < made_.size(); ++i) {
      if (all || choices_.below(2) == 0 || i + 1 == made_.size()) chosen.push_back(i);
    }
    return chosen;
  }

 private:
  std::size_t any(bool exact = false) {
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < made_.size(); ++i) {
      if (!made_[i].is_leaf && (made_[i].is_exact || !exact)) able.push_back(i);
    }
    return able[choices_.below(able.size())];
  }
  std::size_t period() {
    const std::size_t most = choices_.below(4) == 0 ? 150 : 20;
    return 1 + longer_ + choices_.below(most);
  }

  void add(Series series, std::vector<std::size_t> from, bool is_exact) {
    made_.push_back({series, std::move(from), is_exact, false});
  }

  void add_one() {
    const std::size_t a = any();
    const std::size_t b = any();
    const bool exact = made_[a].is_exact;
    switch (choices_.below(6)) {
      case 0:
        return add(combined(made_[a].series, made_[b].series), {a, b}, exact && made_[b].is_exact);
      case 1:
        return add(averaged(made_[a].series), {a}, false);
      case 2:
        return add(shifted(made_[a].series), {a}, exact);
      case 3:
        return add_jumping(any(true), any(true));
      case 4:
        return add_case();
      default:
        return add_several(a, b);
    }
  }

  // Well-conditioned ones only: a quotient by nearly 0 shows rounding.
  Series combined(Series a, Series b) {
    switch (choices_.below(9)) {
      case 0:
        return a + b;
      case 1:
        return a - b;
      case 2:
        return 0.25 * a - 1.0;
      case 3:
        return max(a, b);
      case 4:
        return min(b, 50.0);
      case 5:
        return abs(a);
      case 6:
        return sqrt(1.0 + abs(a));
      case 7:
        return divide(a, 1.0 + abs(b), 0.5);
      default:
        return -a;
    }
  }

  Series averaged(Series a) {
    switch (choices_.below(15)) {
      case 0:
        return ema(a, period());
      case 1:
        return ema(a, period(), Seed::first);
      case 2:
        return ema(a, period(), Seed::expanding_mean);
      case 3:
        return wilder(a, period());
      case 4:
        return rolling_mean(a, period());
      case 5:
        return rolling_sum(a, period());
      case 6:
        return fir(a, std::vector<double>(period(), 0.125));
      case 7:
        return regression_value(a, 1 + period(), 1.0);
      case 8:
        return regression_slope(a, 1 + period());
      case 9:
        return rolling_median(a, period());
      case 10:
        return variable_mean(a, 0.25 * abs(inputs_[0]), period());
      case 11:
        return segmented_sum(a, greater(inputs_[2], lag(inputs_[2], 1)));
      case 12:
        return exponential_cascade(a, {0.2, CascadeSeed::first, period(), {3.0, -3.0, 1.0}});
      case 13:
        return recursive_filter(a, {{1.2, -0.6, 0.1, 0.05}, {0.25, 0.0, 0.0, 0.0, 0.0}, 2});
      default:
        return recursive_filter(a, {{1.5, -0.6}, {0.05, 0.05}, 2});
    }
  }

  Series shifted(Series a) {
    switch (choices_.below(6)) {
      case 0:
        return rolling_max(a, period());
      case 1:
        return rolling_min(a, period());
      case 2:
        return lag(a, period());
      case 3:
        return difference(a, period());
      case 4:
        return change(a);
      default:
        return a.from(a.start() + period());
    }
  }

  void add_jumping(std::size_t a, std::size_t b) {
    const Series x = made_[a].series;
    const Series y = made_[b].series;
    switch (choices_.below(8)) {
      case 0:
        return add(greater(x, y), {a, b}, true);
      case 1:
        return add(less_equal(x, 100.0), {a}, true);
      case 2:
        return add(crosses_above(x, y), {a, b}, true);
      case 3:
        return add(logical_or(crosses_below(x, y), equal(x, y)), {a, b}, true);
      case 4:
        return add(highest_position(x, period(), 1.0), {a}, true);
      case 5:
        return add(lowest_position(x, period(), 1.0), {a}, true);
      case 6:
        return add(percentile_rank(x, period()), {a}, true);
      default: {
        const std::size_t c = any();
        return add(where(greater(x, y), made_[c].series, y), {a, b, c}, made_[c].is_exact);
      }
    }
  }

  // Any operator, of the inputs.
  void add_case() {
    const OperatorCase& chosen = cases()[choices_.below(cases().size())];
    for (const Series& series : chosen.build(inputs_)) {
      made_.push_back({series, {0, 1, 2}, false, true});
    }
  }

  void add_several(std::size_t a, std::size_t b) {
    const bool exact = made_[a].is_exact;
    if (choices_.below(3) == 0) {
      add(true_range(made_[a].series, made_[b].series, made_[2].series), {a, b, 2},
          exact && made_[b].is_exact);
      return;
    }
    const auto [up, down] = moves(made_[a].series);
    add(up, {a}, exact);
    add(down, {a}, exact);
    // Its variance is a square, whose errors have another size.
    add(rolling_moments(made_[b].series, 2 + period()).mean, {b}, false);
  }

  Choices choices_;
  std::vector<Series> inputs_;
  std::size_t longer_;
  std::vector<Made> made_;
};

// The usual size of the largest series that each one is made of, itself included.
std::vector<double> scales_of(const Lines& lines, const std::vector<Made>& made) {
  std::vector<double> scales;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    scales.push_back(scale_of(lines[i]));
    for (std::size_t from : made[i].from) scales[i] = std::max(scales[i], scales[from]);
  }
  return scales;
}

// What the bytes describe: bars, and a graph for each length that is added to its periods.
class Fuzzed {
 public:
  explicit Fuzzed(std::span<const std::uint8_t> bytes) : choices_(bytes) {
    const RandomBars bars(row_count, static_cast<unsigned>(choices_.below(1 << 16)));
    inputs_ = {bars.high, bars.low, bars.close};
  }

  // The first difference of any path from the steps.
  std::string difference() {
    std::string found = difference_of_saved_states();
    if (found.empty()) found = difference_of_blocks();
    return found.empty() ? difference_of_sweep() : found;
  }

 private:
  struct Expected {
    Lines lines;  // of every series
    std::vector<double> scales;
    std::vector<std::size_t> outputs;
  };

  static std::vector<Series> leaves(Graph& graph) {
    return {graph.input(), graph.input(), graph.input()};
  }

  Plan plan_of(std::size_t longer, bool whole) const {
    auto graph = std::make_unique<Graph>();
    RandomGraph random(choices_, leaves(*graph), longer);
    std::vector<Series> series;
    if (whole) {
      for (const Made& made : random.made()) series.push_back(made.series);
    } else {
      for (std::size_t i : random.outputs()) series.push_back(random.made()[i].series);
    }
    return Plan(std::move(graph), series);
  }

  Expected expected(std::size_t longer) const {
    Graph graph;
    RandomGraph random(choices_, leaves(graph), longer);
    Expected expected{run_by_steps(plan_of(longer, true), inputs_), {}, random.outputs()};
    expected.scales = scales_of(expected.lines, random.made());
    return expected;
  }

  static std::string compare(const Lines& actual, const Expected& expected,
                             const std::string& what) {
    for (std::size_t j = 0; j < actual.size(); ++j) {
      const std::size_t i = expected.outputs[j];
      const auto result = agree(actual[j], expected.lines[i], expected.scales[i]);
      if (!result) return what + ", series " + std::to_string(i) + ": " + result.message();
    }
    return {};
  }

  // A saved state goes on with the same bits, and so does a copy.
  std::string difference_of_saved_states() const {
    const Plan plan = plan_of(0, false);
    const Lines wanted = run_by_steps(plan, inputs_);
    Choices random = choices_;
    Stream stream(plan);
    Lines actual(wanted.size(), Line(row_count));
    Line outputs(wanted.size());
    for (std::size_t t = 0; t < row_count; ++t) {
      if (t % 128 == random.below(128)) {
        Stream other(plan);
        other.restore(stream.save());
        stream = t % 2 == 0 ? std::move(other) : Stream(other);
      }
      stream.update(Line{inputs_[0][t], inputs_[1][t], inputs_[2][t]}.data(), outputs.data());
      for (std::size_t j = 0; j < outputs.size(); ++j) actual[j][t] = outputs[j];
    }
    for (std::size_t j = 0; j < wanted.size(); ++j) {
      const auto result = agree_exactly(actual[j], wanted[j]);
      if (!result.empty()) return "saved state, output " + std::to_string(j) + ", " + result;
    }
    return {};
  }

  static std::string agree_exactly(const Line& actual, const Line& wanted) {
    for (std::size_t t = 0; t < wanted.size(); ++t) {
      const bool both_undefined = actual[t] != actual[t] && wanted[t] != wanted[t];
      if (actual[t] != wanted[t] && !both_undefined) return "row " + std::to_string(t);
    }
    return {};
  }

  std::string difference_of_blocks() const {
    const Expected some = expected(0);
    const Plan plan = plan_of(0, false);
    std::string found = compare(run_by_steps(plan, inputs_), some, "steps");
    for (const Kernel kernel : supported_kernels()) {
      for (const std::size_t tile : {std::size_t{1}, std::size_t{61}, default_tile}) {
        if (!found.empty()) return found;
        found = compare(run_by_blocks(plan, inputs_, kernel, tile), some,
                        std::string(kernel_name(kernel)) + ", tile " + std::to_string(tile));
      }
    }
    return found;
  }

  std::string difference_of_sweep() const {
    const std::function<Outputs(Builder&)> body = [this](Builder& in) {
      const std::vector<Series> inputs{in.series("high", Field::high), in.series("low", Field::low),
                                       in.series("close", Field::close)};
      const auto longer = in.integer("longer", 0, 0, 100);
      RandomGraph random(choices_, inputs, static_cast<std::size_t>(longer));
      Outputs outputs{};
      for (std::size_t i : random.outputs()) {
        outputs.emplace_back(std::to_string(i), random.made()[i].series);
      }
      return outputs;
    };
    const Definition definition{"random", "", nullptr, &body};
    std::vector<Parameters> rows;
    std::vector<Expected> each;
    for (const std::int64_t longer : {0, 1, 2, 3, 5, 8, 13}) {
      rows.push_back({longer});
      each.push_back(expected(static_cast<std::size_t>(longer)));
    }
    const std::vector<const double*> in{inputs_[0].data(), inputs_[1].data(), inputs_[2].data()};
    std::string found;
    for (const Kernel kernel : supported_kernels()) {
      Lines matrices(each[0].outputs.size(), Line(rows.size() * row_count));
      std::vector<double*> out;
      for (Line& matrix : matrices) out.push_back(matrix.data());
      run_sweep(definition, rows, {in, out, row_count, 0}, kernel, 1);
      for (std::size_t row = 0; row < rows.size() && found.empty(); ++row) {
        const Lines lines = rows_between(matrices, row * row_count, (row + 1) * row_count);
        found = compare(
            lines, each[row],
            std::string(kernel_name(kernel)) + ", row " + std::to_string(row) + " of a sweep");
      }
    }
    return found;
  }

  Choices choices_;
  Lines inputs_;
};

}  // namespace

std::string difference_between_executors(std::span<const std::uint8_t> bytes) {
  return Fuzzed(bytes).difference();
}

}  // namespace taipan
