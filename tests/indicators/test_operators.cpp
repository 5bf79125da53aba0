// Each operator alone: that every path computes its definition, and that blocks and steps move one
// state.
#include <algorithm>
#include <limits>
#include <random>

#include "tests/indicators/operator_cases.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 2'500;
constexpr std::size_t odd_row = 1'201;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class EveryOperator : public ::testing::TestWithParam<OperatorCase> {
 protected:
  static Lines columns() {
    const RandomBars bars(row_count, 11);
    return {bars.high, bars.low, bars.close};
  }

  Plan plan() const {
    auto graph = std::make_unique<Graph>();
    const std::vector<Series> inputs{graph->input(), graph->input(), graph->input()};
    const std::vector<Series> outputs = GetParam().build(inputs);
    return Plan(std::move(graph), outputs);
  }

  static void expect_by_every_path(const Plan& plan, const Lines& inputs, const Lines& expected) {
    expect_agreement(run_by_steps(plan, inputs), expected, "steps");
    for (const Kernel kernel : supported_kernels()) {
      for (const std::size_t tile : {std::size_t{7}, default_tile}) {
        expect_agreement(run_by_blocks(plan, inputs, kernel, tile), expected,
                         std::string(kernel_name(kernel)) + ", tile " + std::to_string(tile));
      }
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Operators, EveryOperator, ::testing::ValuesIn(operator_cases()),
                         [](const auto& info) { return info.param.name; });

TEST_P(EveryOperator, ComputesItsDefinition) {
  expect_by_every_path(plan(), columns(), GetParam().define(columns()));
}

TEST_P(EveryOperator, TreatsANanAsDocumented) {
  Lines spoilt = columns();
  for (Line& line : spoilt) line[odd_row] = nan;
  Lines expected = GetParam().define(spoilt);
  if (GetParam().after_nan == AfterNan::poisons) {
    expected = GetParam().define(columns());
    for (Line& line : expected) {
      std::fill(line.begin() + static_cast<std::ptrdiff_t>(odd_row), line.end(), nan);
    }
  }
  expect_by_every_path(plan(), spoilt, expected);
}

// An operator of its own over arrays, outside of any executor.
class BareOperator {
 public:
  BareOperator(const Plan::Node& node, const Lines& lines) : op_(node.op->clone()) {
    for (std::uint32_t line : node.inputs) in_.push_back(lines[line].data());
    outputs_.assign(node.line_count, Line(row_count, nan));
  }
  void step(std::size_t t) {
    const std::vector<double*> out = results(0);
    op_->step(in_.data(), out.data(), t);
  }
  void block(std::size_t begin, std::size_t end, Kernel kernel) {
    std::vector<const double*> in = in_;
    for (const double*& line : in) line += begin;
    const std::vector<double*> out = results(begin);
    op_->block(in.data(), out.data(), end - begin, kernel);
  }
  // Those of the rows that the operator declares defined.
  Lines defined() const {
    Lines lines;
    for (std::size_t j = 0; j < outputs_.size(); ++j) {
      const auto skipped = static_cast<std::ptrdiff_t>(op_->warmup(j));
      lines.emplace_back(outputs_[j].begin() + skipped, outputs_[j].end());
    }
    return lines;
  }

 private:
  std::vector<double*> results(std::size_t begin) {
    std::vector<double*> out;
    for (Line& line : outputs_) out.push_back(line.data() + begin);
    return out;
  }

  std::unique_ptr<Operator> op_;
  std::vector<const double*> in_;
  Lines outputs_;
};

// Only graphs of one node: its inputs are the columns themselves.
TEST_P(EveryOperator, GoesOnByStepsAfterABlock) {
  const Plan plan = this->plan();
  if (plan.nodes().size() != 1) return;  // made of several operators
  const Plan::Node& node = plan.nodes().front();
  for (const bool with_nan : {false, true}) {
    Lines lines = columns();
    if (with_nan) {
      for (Line& line : lines) line[odd_row] = nan;
    }
    BareOperator by_steps(node, lines);
    for (std::size_t t = 0; t < row_count; ++t) by_steps.step(t);
    const Lines expected = by_steps.defined();
    for (const Kernel kernel : supported_kernels()) {
      for (const std::size_t warm : {std::size_t{1}, std::size_t{8}, std::size_t{63},
                                     std::size_t{300}, odd_row, odd_row + 1, odd_row + 5}) {
        BareOperator mixed(node, lines);
        mixed.block(0, warm, kernel);
        for (std::size_t t = warm; t < row_count; ++t) mixed.step(t);
        expect_agreement(mixed.defined(), expected,
                         "a block of " + std::to_string(warm) + (with_nan ? ", NaN" : ""));
      }
    }
  }
}

TEST_P(EveryOperator, AlternatesBlocksAndStepsAtWill) {
  const Plan plan = this->plan();
  if (plan.nodes().size() != 1) return;  // made of several operators
  const Plan::Node& node = plan.nodes().front();
  Lines lines = columns();
  for (Line& line : lines) line[odd_row] = nan;
  BareOperator by_steps(node, lines);
  for (std::size_t t = 0; t < row_count; ++t) by_steps.step(t);
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::mt19937 random(seed);
    BareOperator mixed(node, lines);
    for (std::size_t t = 0; t < row_count;) {
      const std::size_t end = std::min(row_count, t + 1 + random() % 100);
      if (random() % 2 == 0) {
        mixed.block(t, end, resolve(Kernel::automatic));
      } else {
        for (std::size_t i = t; i < end; ++i) mixed.step(i);
      }
      t = end;
    }
    expect_agreement(mixed.defined(), by_steps.defined(), "seed " + std::to_string(seed));
  }
}

}  // namespace
}  // namespace taipan
