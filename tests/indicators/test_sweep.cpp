// Grids of parameters, and that every row of a sweep is the single call.
#include "indicators/core/sweep_executor.h"

#include <cmath>
#include <limits>

#include "indicators/define.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 2'100;
using Kind = ParameterSpec::Kind;

// Debian's oneTBB is not instrumented: to ThreadSanitizer each of its handovers is a race.
#ifdef __SANITIZE_THREAD__
constexpr std::size_t most_threads = 1;
#else
constexpr std::size_t most_threads = 2;
#endif

// Three values around the default of each number, the default of each text.
std::vector<Axis> axes_around_defaults(const Schema& schema) {
  std::vector<Axis> axes;
  for (const ParameterSpec& spec : schema.parameters) {
    if (spec.kind == Kind::text) {
      axes.emplace_back(std::get<std::string>(spec.default_value));
      continue;
    }
    const bool is_real = spec.kind == Kind::real;
    const double usual = is_real ? std::get<double>(spec.default_value)
                                 : static_cast<double>(std::get<std::int64_t>(spec.default_value));
    const double step = is_real ? 0.05 * std::max(1e-3, std::fabs(usual)) : 1.0;
    if (!spec.appears_in(Call::batch)) {
      axes.emplace_back(Range{usual, usual, 0.0});
      continue;
    }
    const bool fits = usual + 2.0 * step <= spec.maximum;
    axes.emplace_back(Range{usual, fits ? usual + 2.0 * step : usual - 2.0 * step, step});
  }
  return axes;
}

// result[row][output]
std::vector<Lines> sweep(const Definition& definition, const std::vector<Parameters>& rows,
                         const Lines& inputs, Kernel kernel, std::size_t threads) {
  std::vector<const double*> in;
  const std::vector<std::size_t> lengths(inputs.size(), inputs.front().size());
  for (const Line& line : inputs) in.push_back(line.data());
  const std::size_t first = check_sweep(definition, rows, in, lengths);
  const std::size_t n = lengths.front();
  Lines matrices(schema_of(definition).outputs.size(), Line(rows.size() * n, -1.0));
  std::vector<double*> out;
  for (Line& matrix : matrices) out.push_back(matrix.data());
  run_sweep(definition, rows, {in, out, n, first}, kernel, threads);
  std::vector<Lines> result;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    result.push_back(rows_between(matrices, row * n, (row + 1) * n));
  }
  return result;
}

class EverySweep : public EveryIndicator {};
TAIPAN_FOR_EVERY_INDICATOR(EverySweep);

TEST_P(EverySweep, RowsAreSingleCalls) {
  const auto rows = expand_grid(schema(), axes_around_defaults(schema()));
  Lines inputs = columns_of(RandomBars(row_count, 5), schema());
  for (Line& line : inputs) line[0] = line[1] = std::numeric_limits<double>::quiet_NaN();
  for (const Kernel kernel : supported_kernels()) {
    for (std::size_t threads = 1; threads <= most_threads; ++threads) {
      const auto results = sweep(definition(), rows, inputs, kernel, threads);
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto indicator = Indicator::make(definition(), rows[row]);
        expect_agreement(results[row], run_by_steps(indicator->plan, inputs),
                         text_of(schema(), rows[row]) + ", " + std::string(kernel_name(kernel)) +
                             ", threads " + std::to_string(threads));
      }
    }
  }
}

// More rows than one register tile and one group hold, with windows of very different lengths.
TEST_P(EverySweep, LongGridsAreSingleCalls) {
  if (schema().parameters.empty() || schema().parameters.front().kind != Kind::period) {
    return;  // no window first, so no rows of different lengths
  }
  // Of two that must be ordered, the greater one can grow, from its default on.
  const auto& rules = schema().order_rules;
  const std::size_t swept = rules.empty() ? 0 : rules.front().greater;
  const ParameterSpec& grown = schema().parameters[swept];
  const double least = rules.empty()
                           ? std::max(1.0, grown.minimum)
                           : static_cast<double>(std::get<std::int64_t>(grown.default_value));
  std::vector<Axis> axes;
  for (const ParameterSpec& spec : schema().parameters) {
    if (spec.kind == Kind::text) {
      axes.emplace_back(std::get<std::string>(spec.default_value));
    } else {
      const double usual = spec.kind == Kind::real
                               ? std::get<double>(spec.default_value)
                               : static_cast<double>(std::get<std::int64_t>(spec.default_value));
      axes.emplace_back(Range{usual, usual, 0.0});
    }
  }
  axes[swept] = Range{least, least + 333.0, 3.0};
  const auto rows = expand_grid(schema(), axes);
  ASSERT_EQ(rows.size(), 112u);
  const Lines inputs = columns_of(RandomBars(row_count, 5), schema());
  const auto results = sweep(definition(), rows, inputs, Kernel::automatic, most_threads);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto indicator = Indicator::make(definition(), rows[row]);
    expect_agreement(results[row], run_by_steps(indicator->plan, inputs),
                     text_of(schema(), rows[row]));
  }
}

TEST_P(EverySweep, ARowThatBreaksARuleFailsBeforeAnythingIsWritten) {
  const Lines inputs = columns_of(RandomBars(100, 5), schema());
  std::vector<const double*> in;
  for (const Line& line : inputs) in.push_back(line.data());
  const std::vector<std::size_t> lengths(inputs.size(), 100);
  for (std::size_t i = 0; i < schema().parameters.size(); ++i) {
    if (schema().parameters[i].kind != Kind::period) continue;
    for (const std::int64_t wrong : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1} << 60,
                                     std::numeric_limits<std::int64_t>::max()}) {
      std::vector<Parameters> rows(3, schema().defaults());
      rows[1][i] = wrong;
      EXPECT_THROW(check_sweep(definition(), rows, in, lengths), InvalidInput) << wrong;
    }
  }
}

// --- expand_grid ---

Outputs weigh(Builder& in) {
  const Series data = in.series("data", Field::close);
  in.period("period", 5);
  in.real("scale", 1.0, within(-10.0, 10.0));
  in.text("side", "left", {"left", "right"});
  return data * 1.0;
}
constexpr Definition weigh_definition{"weigh", "Weigh", &weigh};

std::vector<double> scales(Range range) {
  const std::vector<Axis> axes{Range{5, 5, 0}, range, std::string("left")};
  std::vector<double> values;
  for (const Parameters& row : expand_grid(schema_of(weigh_definition), axes)) {
    values.push_back(std::get<double>(row[1]));
  }
  return values;
}

std::vector<std::int64_t> periods(Range range) {
  const std::vector<Axis> axes{range, Range{1, 1, 0}, std::string("left")};
  std::vector<std::int64_t> values;
  for (const Parameters& row : expand_grid(schema_of(weigh_definition), axes)) {
    values.push_back(std::get<std::int64_t>(row[0]));
  }
  return values;
}

TEST(ExpandGrid, EndsAreIncluded) {
  EXPECT_EQ(periods({3, 9, 3}), (std::vector<std::int64_t>{3, 6, 9}));
  EXPECT_EQ(periods({3, 10, 3}), (std::vector<std::int64_t>{3, 6, 9}));
  EXPECT_EQ(periods({3, 3, 1}), (std::vector<std::int64_t>{3}));
}

TEST(ExpandGrid, FractionalStepsReachTheirEnd) {
  const std::vector<double> values = scales({0.1, 0.7, 0.1});
  ASSERT_EQ(values.size(), 7u);
  for (int i = 0; i < 7; ++i)
    EXPECT_NEAR(values[static_cast<std::size_t>(i)], 0.1 * (i + 1), 1e-12);
  EXPECT_EQ(scales({0.0, 0.95, 0.1}).size(), 10u);
}

TEST(ExpandGrid, GoesDownTowardsASmallerEnd) {
  EXPECT_EQ(periods({9, 3, 3}), (std::vector<std::int64_t>{9, 6, 3}));
  EXPECT_EQ(periods({9, 3, -3}), (std::vector<std::int64_t>{9, 6, 3}));
  EXPECT_EQ(scales({0.5, -0.5, 0.5}), (std::vector<double>{0.5, 0.0, -0.5}));
}

TEST(ExpandGrid, AStepOfZeroIsTheStart) {
  EXPECT_EQ(periods({4, 90, 0}), (std::vector<std::int64_t>{4}));
}

TEST(ExpandGrid, TheLastAxisRunsFastest) {
  const std::vector<Axis> axes{Range{1, 2, 1}, Range{0.5, 1.5, 1.0}, std::string("right")};
  const auto rows = expand_grid(schema_of(weigh_definition), axes);
  const std::string right = "right";
  const std::vector<Parameters> expected{{std::int64_t{1}, 0.5, right},
                                         {std::int64_t{1}, 1.5, right},
                                         {std::int64_t{2}, 0.5, right},
                                         {std::int64_t{2}, 1.5, right}};
  EXPECT_EQ(rows, expected);
}

TEST(ExpandGrid, RefusesWhatIsNoRange) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(periods({1.5, 3, 1}), InvalidInput);
  EXPECT_THROW(periods({1, 3, 0.5}), InvalidInput);
  EXPECT_THROW(scales({std::nan(""), 1, 0.5}), InvalidInput);
  EXPECT_THROW(scales({0, infinity, 0.5}), InvalidInput);
  EXPECT_THROW(scales({0, 1, infinity}), InvalidInput);
  EXPECT_THROW(periods({1, 1e18, 1}), InvalidInput);
  EXPECT_THROW(scales({0, 1, 1e-300}), InvalidInput);
}

TEST(ExpandGrid, NamesTheRangeAndTheRule) {
  try {
    periods({1, 2.5, 1});
    FAIL() << "accepted";
  } catch (const InvalidInput& error) {
    EXPECT_STREQ(error.what(), "weigh: Invalid range: start=1, end=2.5, step=1");
    EXPECT_EQ(error.rule(), "period_range: numbers must be whole");
  }
}

// --- sharing ---

TEST(Sharing, EqualOperatorsOnEqualInputsAreOneNode) {
  Graph graph;
  const Series x = graph.input();
  const Series y = graph.input();
  EXPECT_EQ(ema(x, 5).line(), ema(x, 5).line());
  EXPECT_NE(ema(x, 5).line(), ema(x, 6).line());
  EXPECT_NE(ema(x, 5).line(), ema(y, 5).line());
  EXPECT_NE(ema(x, 5).line(), ema(x, 5, Seed::first).line());
  EXPECT_NE((x - y).line(), (y - x).line());
  EXPECT_EQ((x - y).line(), (x - y).line());
}

// Where a recurrence begins decides its seed: a later start is another series.
TEST(Sharing, ASeriesDeclaredLaterIsAnotherInput) {
  Graph graph;
  const Series x = graph.input();
  const Series sums = cumulative_sum(x);
  EXPECT_NE(ema(sums, 5).line(), ema(sums.from(10), 5).line());
  EXPECT_EQ(ema(sums, 5).start() + 10, ema(sums.from(10), 5).start());
  EXPECT_EQ(sums.from(10).line(), sums.line());
  EXPECT_EQ(sums.from(10).from(3).start(), 10u);
}

TEST(Sharing, AGridOfTwoAveragesHoldsEachAverageOnce) {
  Graph graph;
  const Series x = graph.input();
  std::vector<Series> outputs;
  for (std::size_t fast = 2; fast < 12; ++fast) {
    for (std::size_t slow = 20; slow < 30; ++slow) outputs.push_back(ema(x, fast) - ema(x, slow));
  }
  EXPECT_EQ(graph.nodes().size(), 10u + 10u + 100u);
}

TEST(Sharing, WhatNoOutputNeedsIsDropped) {
  auto graph = std::make_unique<Graph>();
  const Series x = graph->input();
  ema(ema(x, 3), 4);
  const Series kept = ema(x, 5);
  EXPECT_EQ(Plan(std::move(graph), {kept}).nodes().size(), 1u);
}

// Outputs may be an input, a line shown twice, or one declared later.
TEST(Outputs, MayShareALineOrShowAnInput) {
  auto graph = std::make_unique<Graph>();
  const Series x = graph->input();
  const Series mean = rolling_mean(x, 4);
  const Plan plan(std::move(graph), {mean, x, mean.from(9), mean});
  const Lines inputs{RandomBars(2'000, 3).close};
  for (const Kernel kernel : supported_kernels()) {
    const Lines outputs = run_by_blocks(plan, inputs, kernel);
    expect_same({outputs[1]}, inputs, "the input");
    expect_same({outputs[3]}, {outputs[0]}, "shown twice");
    EXPECT_FALSE(std::isnan(outputs[0][3]));
    EXPECT_TRUE(std::isnan(outputs[2][8]));
    expect_same(rows_between({outputs[2]}, 9, 2'000), rows_between({outputs[0]}, 9, 2'000), "late");
    expect_agreement(outputs, run_by_steps(plan, inputs), "stream");
  }
}

}  // namespace
}  // namespace taipan
