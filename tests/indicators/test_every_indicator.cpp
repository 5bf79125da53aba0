// What holds for every registered indicator, at its defaults and at many other parameters.
#include <cmath>
#include <limits>

#include "indicators/operators/rolling_sum.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 3'000;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

class EveryIndicatorAgrees : public EveryIndicator {
 protected:
  // Calls `check` with a plan, its inputs and a text for each variant.
  template <class Check>
  void for_each_variant(Check check) const {
    const Lines inputs = columns_of(RandomBars(row_count, 7), schema());
    for (const Parameters& parameters : variants_of(schema())) {
      const auto indicator = Indicator::make(definition(), parameters);
      check(indicator->plan, inputs, text_of(schema(), parameters));
    }
  }
};
TAIPAN_FOR_EVERY_INDICATOR(EveryIndicatorAgrees);

TEST_P(EveryIndicatorAgrees, BlocksOfEveryKernelAgreeWithSteps) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    const Lines steps = run_by_steps(plan, inputs);
    for (const Kernel kernel : supported_kernels()) {
      expect_agreement(run_by_blocks(plan, inputs, kernel), steps,
                       what + ", " + std::string(kernel_name(kernel)));
    }
  });
}

TEST_P(EveryIndicatorAgrees, TheTileDoesNotMatter) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    const Lines scalar = run_by_blocks(plan, inputs, Kernel::scalar);
    for (const Kernel kernel : supported_kernels()) {
      for (const std::size_t tile : {std::size_t{1}, std::size_t{7}, row_count}) {
        expect_agreement(
            run_by_blocks(plan, inputs, kernel, tile), scalar,
            what + ", " + std::string(kernel_name(kernel)) + ", tile " + std::to_string(tile));
      }
    }
  });
}

// So many rows do not fit the caches: their results go by them, in other tiles.
TEST_P(EveryIndicatorAgrees, LongCallsBeginWithTheResultsOfShortOnes) {
  static const RandomBars bars(1'100'003, 7);
  constexpr std::size_t compared = 20'000;  // before the walk meets its floor and ties
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Lines inputs = columns_of(bars, schema());
  const Lines beginning = rows_between(inputs, 0, compared);
  expect_agreement(
      rows_between(run_by_blocks(indicator->plan, inputs, Kernel::automatic), 0, compared),
      run_by_blocks(indicator->plan, beginning, Kernel::automatic), "streamed");
}

TEST_P(EveryIndicatorAgrees, ShortArraysHoldTheBeginningOfLongOnes) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    const Lines steps = run_by_steps(plan, inputs);
    for (std::size_t rows = 1; rows < 40; ++rows) {
      expect_agreement(run_by_blocks(plan, rows_between(inputs, 0, rows), Kernel::automatic),
                       rows_between(steps, 0, rows), what + ", rows " + std::to_string(rows));
    }
  });
}

TEST_P(EveryIndicatorAgrees, ExactlyTheDeclaredPrefixIsUndefined) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    const Lines outputs = run_by_blocks(plan, inputs, Kernel::automatic);
    for (std::size_t j = 0; j < outputs.size(); ++j) {
      for (std::size_t t = 0; t < outputs[j].size(); ++t) {
        ASSERT_EQ(std::isnan(outputs[j][t]), t < plan.outputs()[j].start)
            << what << ", output " << j << ", row " << t;
      }
    }
  });
}

TEST_P(EveryIndicatorAgrees, AStreamAnswersFromTheRowAtWhichAllIsDefined) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    Stream stream(plan);
    Line row(inputs.size());
    Line outputs(plan.outputs().size());
    for (std::size_t t = 0; t < row_count; ++t) {
      for (std::size_t i = 0; i < inputs.size(); ++i) row[i] = inputs[i][t];
      ASSERT_EQ(stream.update(row.data(), outputs.data()), t >= plan.warmup()) << what << ' ' << t;
    }
    ASSERT_EQ(stream.rows(), row_count);
  });
}

TEST_P(EveryIndicatorAgrees, AResetStreamBeginsAnew) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    Stream stream(plan);
    Line row(inputs.size());
    Line outputs(plan.outputs().size());
    Lines taken[2] = {Lines(outputs.size()), Lines(outputs.size())};
    for (Lines& lines : taken) {
      for (std::size_t t = 0; t < 1'500; ++t) {
        for (std::size_t i = 0; i < inputs.size(); ++i) row[i] = inputs[i][t];
        stream.update(row.data(), outputs.data());
        for (std::size_t j = 0; j < outputs.size(); ++j) lines[j].push_back(outputs[j]);
      }
      stream.reset();
    }
    expect_same(taken[1], taken[0], what);
  });
}

TEST_P(EveryIndicatorAgrees, LeadingNansShiftEverything) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    constexpr std::size_t shift = 37;
    Lines late = inputs;
    // Rows count from the first one without a NaN in any input.
    for (std::size_t i = 0; i < late.size(); ++i) {
      late[i].insert(late[i].begin(), shift, -1.0);
      std::fill_n(late[i].begin(), i == 0 ? shift : shift / 2, nan);
    }
    const Lines prefix(plan.outputs().size(), Line(shift, nan));
    for (const Kernel kernel : supported_kernels()) {
      const Lines shifted = run_by_blocks(plan, late, kernel);
      expect_same(rows_between(shifted, 0, shift), prefix, what + ", prefix");
      expect_same(rows_between(shifted, shift, shift + row_count),
                  run_by_blocks(plan, inputs, kernel), what);
    }
    const Lines shifted = run_by_steps(plan, late);
    expect_same(rows_between(shifted, 0, shift), prefix, what + ", prefix of the stream");
    expect_same(rows_between(shifted, shift, shift + row_count), run_by_steps(plan, inputs),
                what + ", stream");
  });
}

TEST_P(EveryIndicatorAgrees, LaterRowsDoNotReachBack) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    constexpr std::size_t known = 2'017;
    const Lines expected = rows_between(run_by_steps(plan, inputs), 0, known);
    Lines other = inputs;
    for (std::size_t i = 0; i < other.size(); ++i) {
      for (std::size_t t = known; t < row_count; ++t) other[i][t] = (t + i) % 3 == 0 ? nan : 1e9;
    }
    for (const Kernel kernel : supported_kernels()) {
      expect_agreement(rows_between(run_by_blocks(plan, other, kernel), 0, known), expected, what);
    }
  });
}

// A NaN or an infinity in the middle: nothing is promised but that every path says the same, that
// what precedes is left alone, and that nobody reads or writes where he should not.
TEST_P(EveryIndicatorAgrees, OddValuesAreTreatedAlike) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string& what) {
    for (const double odd : {nan, infinity, -infinity}) {
      for (const std::size_t at : {std::size_t{1}, std::size_t{1'501}}) {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
          Lines spoilt = inputs;
          spoilt[i][at] = odd;
          const Lines steps = run_by_steps(plan, spoilt);
          for (const Kernel kernel : supported_kernels()) {
            expect_agreement(run_by_blocks(plan, spoilt, kernel), steps,
                             what + ", " + std::string(kernel_name(kernel)) + ", input " +
                                 std::to_string(i) + " is " + std::to_string(odd) + " at " +
                                 std::to_string(at));
          }
        }
      }
    }
  });
}

TEST_P(EveryIndicatorAgrees, ExtremeMagnitudesDoNoHarm) {
  for_each_variant([](const Plan& plan, const Lines& inputs, const std::string&) {
    for (const double factor : {1e300, 1e-320, 0.0}) {
      Lines scaled = inputs;
      for (Line& line : scaled) {
        for (double& x : line) x *= factor;
      }
      for (const Kernel kernel : supported_kernels()) run_by_blocks(plan, scaled, kernel);
      run_by_steps(plan, scaled);
    }
  });
}

// Composition: on nodes of a graph, or on the arrays that those nodes make.
TEST_P(EveryIndicatorAgrees, OnSeriesOfAGraphAsOnTheirArrays) {
  const Lines inputs = columns_of(RandomBars(row_count, 7), schema());
  const auto outputs_on = [&](bool smoothed_first) {
    auto graph = std::make_unique<Graph>();
    std::vector<Series> leaves;
    for (std::size_t i = 0; i < inputs.size(); ++i) leaves.push_back(graph->input());
    if (smoothed_first) {
      for (Series& leaf : leaves) leaf = rolling_mean(leaf, 5);
    }
    std::vector<Series> outputs;
    for (const Output& output : build(definition(), *graph, leaves, schema().defaults()).outputs) {
      outputs.push_back(output.series);
    }
    return plan_of(std::move(graph), outputs);
  };
  Lines smoothed;
  for (const Line& input : inputs) {
    auto graph = std::make_unique<Graph>();
    const Series mean = rolling_mean(graph->input(), 5);
    smoothed.push_back(run_by_steps(plan_of(std::move(graph), {mean}), {input}).front());
  }
  const Lines expected = run_by_steps(outputs_on(false), smoothed);
  expect_agreement(run_by_steps(outputs_on(true), inputs), expected, "stream");
  for (const Kernel kernel : supported_kernels()) {
    expect_agreement(run_by_blocks(outputs_on(true), inputs, kernel), expected,
                     std::string(kernel_name(kernel)));
  }
}

}  // namespace
}  // namespace taipan
