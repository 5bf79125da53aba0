// Running plans by each executor, and comparing what they say.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indicators/core/block_executor.h"
#include "indicators/core/indicator.h"
#include "indicators/core/stream_executor.h"
#include "tests/indicators/random_bars.h"

namespace taipan {

using Line = std::vector<double>;
using Lines = std::vector<Line>;

/// The agreement that every path owes the reference: of the value, or of the output's usual size.
inline constexpr double tolerance = 1e-9;

/// By the block executor. Fails when it writes to an input or around an output.
Lines run_by_blocks(const Plan& plan, const Lines& inputs, Kernel kernel,
                    std::size_t tile = default_tile);

/// By the stream executor, rows before the first complete one included.
Lines run_by_steps(const Plan& plan, const Lines& inputs);

/// The columns an indicator asks for.
Lines columns_of(const RandomBars& bars, const Schema& schema);

/// Mean of the finite magnitudes: the usual size of a line.
double scale_of(const Line& line);

/// NaN equals NaN and an infinity itself; numbers agree to `tolerance`, or to `bound` if it is
/// larger than what that allows.
::testing::AssertionResult agree(const Line& actual, const Line& expected, double scale);

void expect_agreement(const Lines& actual, const Lines& expected, const std::string& what);

/// The same bits, any NaN being every NaN.
void expect_same(const Lines& actual, const Lines& expected, const std::string& what);

/// The same, for rows [begin, end) of `expected`.
Lines rows_between(const Lines& lines, std::size_t begin, std::size_t end);

/// Makes a plan of `outputs`, the series of a graph.
Plan plan_of(std::unique_ptr<Graph> graph, const std::vector<Series>& outputs);

/// Parameters worth a test of their own: the defaults, and each one changed in turn to its least
/// value, to others near and far, and to every choice.
std::vector<Parameters> variants_of(const Schema& schema);

std::string text_of(const Schema& schema, const Parameters& parameters);

/// Tests with a row for every registered indicator.
class EveryIndicator : public ::testing::TestWithParam<const Definition*> {
 protected:
  const Definition& definition() const { return *GetParam(); }
  const Schema& schema() const { return schema_of(definition()); }
};

std::vector<const Definition*> every_definition();
std::string name_of(const ::testing::TestParamInfo<const Definition*>& info);

}  // namespace taipan

#define TAIPAN_FOR_EVERY_INDICATOR(SUITE)                                                      \
  INSTANTIATE_TEST_SUITE_P(Registry, SUITE, ::testing::ValuesIn(::taipan::every_definition()), \
                           ::taipan::name_of)
