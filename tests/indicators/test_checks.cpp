// The rules of a call: which is named first, and in which words.
#include <cmath>
#include <limits>

#include "indicators/core/sweep_executor.h"
#include "indicators/define.h"
#include "tests/indicators/allocations.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
using Kind = ParameterSpec::Kind;

// Every kind of parameter, the usual order and the usual texts.
Outputs usual(Builder& in) {
  const Series high = in.series("high", Field::high);
  const Series low = in.series("low", Field::low);
  in.period("period", 5, 2);
  in.real("factor", 1.5, above(0.0));
  in.integer("mode", 1, 0, 2);
  in.text("side", "left", {"left", "right"});
  return high - low;
}
constexpr Definition usual_definition{"usual", "Usual", &usual};

// Everything said otherwise.
Outputs unusual(Builder& in) {
  in.check_order({Check::values, Check::minimum, Check::length, Check::empty, Check::mismatch,
                  Check::all_nan, Check::enough});
  in.message(Check::minimum, "{name} wants length > 0, not {period} (factor {factor})");
  in.message(Check::length, "{data_len} < {needed}");
  in.message(Check::mismatch, "high {high_len}, low {low_len}: {lengths}");
  in.message(Check::enough, "{valid} of {data_len}");
  const Series high = in.series("high", Field::high);
  const Series low = in.series("low", Field::low);
  const std::size_t length = in.period("length", 5);
  in.real("factor", 1.5);
  in.value_message("factor", "{parameter} is {value}");
  in.needs(length + 2);
  return high - low;
}
constexpr Definition unusual_definition{"unusual", "Unusual", &unusual};

struct Call {
  Lines inputs;
  Parameters parameters;
};

// Of the rule that is named first: "text | rule", or "" when there is none.
std::string complaint(const Definition& definition, const Call& call) {
  std::vector<const double*> inputs;
  std::vector<std::size_t> lengths;
  for (const Line& line : call.inputs) {
    inputs.push_back(line.data());
    lengths.push_back(line.size());
  }
  try {
    check_call(schema_of(definition), call.parameters, needed_rows(definition, call.parameters),
               inputs, lengths);
  } catch (const InvalidInput& error) {
    return std::string(error.what()) + " | " + error.rule();
  }
  return "";
}

Call usual_call() { return {{Line(9, 2.0), Line(9, 1.0)}, schema_of(usual_definition).defaults()}; }
Call unusual_call() {
  return {{Line(9, 2.0), Line(9, 1.0)}, schema_of(unusual_definition).defaults()};
}

TEST(Checks, AGoodCallKeepsEveryRule) {
  EXPECT_EQ(complaint(usual_definition, usual_call()), "");
  EXPECT_EQ(complaint(unusual_definition, unusual_call()), "");
}

TEST(Checks, UsualTexts) {
  Call call = usual_call();
  call.inputs = {{}, {}};
  EXPECT_EQ(complaint(usual_definition, call),
            "usual: Input data slice is empty. | every input must hold at least one value");
  call.inputs = {Line(9, 2.0), Line(8, 1.0)};
  EXPECT_EQ(complaint(usual_definition, call),
            "usual: Input lengths differ: high = 9, low = 8 | all inputs must have one length");
  call.inputs = {Line(9, nan), Line(9, 1.0)};
  EXPECT_EQ(complaint(usual_definition, call),
            "usual: All values are NaN. | some row must be free of NaN");
  call = usual_call();
  call.parameters[0] = std::int64_t{10};
  EXPECT_EQ(
      complaint(usual_definition, call),
      "usual: Invalid period: period = 10, data length = 9 | period must be at least 2 and at "
      "most the data's length");
  call.parameters[0] = std::int64_t{1};
  EXPECT_EQ(complaint(usual_definition, call),
            "usual: Invalid period: period = 1, data length = 9 | period must be at least 2 and at "
            "most the data's length");
  call = usual_call();
  for (std::size_t i = 0; i < 6; ++i) call.inputs[1][i] = nan;
  EXPECT_EQ(complaint(usual_definition, call),
            "usual: Not enough valid data: needed = 5, valid = 3 | at least 5 rows must follow the "
            "leading NaNs");
}

TEST(Checks, ValuesOfEveryKind) {
  const auto with = [](std::size_t parameter, Value value) {
    Call call = usual_call();
    call.parameters[parameter] = std::move(value);
    return complaint(usual_definition, call);
  };
  EXPECT_EQ(with(1, 0.0), "usual: Invalid factor: 0 | factor must be finite, above 0");
  EXPECT_EQ(with(1, nan), "usual: Invalid factor: NaN | factor must be finite, above 0");
  EXPECT_EQ(with(1, infinity), "usual: Invalid factor: inf | factor must be finite, above 0");
  EXPECT_EQ(with(2, std::int64_t{3}),
            "usual: Invalid mode: 3 | mode must be whole, at least 0, at most 2");
  EXPECT_EQ(with(2, std::int64_t{-1}),
            "usual: Invalid mode: -1 | mode must be whole, at least 0, at most 2");
  EXPECT_EQ(with(3, std::string("up")),
            "usual: Invalid side: up | side must be one of left, right");
  EXPECT_EQ(with(1, 1e-300), "");
  EXPECT_EQ(with(2, std::int64_t{2}), "");
}

// Rules between parameters, and texts with a rule of their own.
std::string even_complaint(const std::string& indicator, const std::string& text) {
  return text.size() % 2 == 0 ? "" : indicator + " wants an even text, not " + text;
}
std::vector<std::string> even_range(const std::string& start, const std::string& end,
                                    std::int64_t step) {
  std::vector<std::string> texts;
  for (std::string text = start; text.size() <= end.size();) {
    texts.push_back(text);
    text += std::string(static_cast<std::size_t>(2 * step), 'x');
  }
  return texts;
}
const TextRule even{"of even length", &even_complaint, &even_range};

Outputs paired(Builder& in) {
  const Series data = in.series("data", Field::close);
  in.period("fast", 2);
  in.period("slow", 4);
  in.text("mark", "xx", even, {"xx", ""});
  in.ordered("fast", Order::less, "slow", "{name}: {fast} is not less than {slow}");
  in.only_in({taipan::Call::single}, "mark");
  return data * 1.0;
}
constexpr Definition paired_definition{"paired", "Paired", &paired};

TEST(Checks, RulesBetweenParameters) {
  Call call{{Line(9, 2.0)}, schema_of(paired_definition).defaults()};
  EXPECT_EQ(complaint(paired_definition, call), "");
  call.parameters[0] = std::int64_t{4};
  EXPECT_EQ(complaint(paired_definition, call),
            "paired: 4 is not less than 4 | fast must be less than slow");
  EXPECT_THROW(check_parameters(schema_of(paired_definition), call.parameters), InvalidInput);
  call.parameters[0] = std::int64_t{10};  // its own rule comes first
  EXPECT_TRUE(complaint(paired_definition, call).starts_with("paired: Invalid period"));
}

TEST(Checks, ASweepLeavesOutWhatBreaksARuleBetweenParameters) {
  const Schema& schema = schema_of(paired_definition);
  const std::vector<Axis> axes{Range{1, 4, 1}, Range{2, 3, 1}, std::string("xx")};
  std::vector<std::pair<std::int64_t, std::int64_t>> rows;
  for (const Parameters& row : expand_grid(schema, axes)) {
    rows.emplace_back(std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1]));
  }
  EXPECT_EQ(rows, (std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 2}, {1, 3}, {2, 3}}));
  EXPECT_THROW(expand_grid(schema, std::vector<Axis>{Range{4, 5, 1}, Range{2, 3, 1}, axes[2]}),
               InvalidInput);
}

TEST(Checks, TextsWithARule) {
  const Schema& schema = schema_of(paired_definition);
  Call call{{Line(9, 2.0)}, schema.defaults()};
  call.parameters[2] = std::string("xxx");
  EXPECT_EQ(complaint(paired_definition, call),
            "paired wants an even text, not xxx | mark must be of even length");
  const auto sweep = [&](const TextRange& range) {
    return expand_grid(schema, std::vector<Axis>{Range{2, 2, 0}, Range{4, 4, 0}, range});
  };
  EXPECT_EQ(sweep({"xx", "xxxxxx", 1}).size(), 3u);
  EXPECT_EQ(std::get<std::string>(sweep({"xx", "xxxxxx", 1}).back()[2]), "xxxxxx");
  EXPECT_THROW(sweep({"x", "xxxxxx", 1}), InvalidInput);
  EXPECT_THROW(sweep({"xxxx", "xx", 1}), InvalidInput);
}

TEST(Checks, ParametersAppearWhereTheySay) {
  const Schema& schema = schema_of(paired_definition);
  EXPECT_TRUE(schema.parameters[0].appears_in(taipan::Call::stream));
  EXPECT_TRUE(schema.parameters[2].appears_in(taipan::Call::single));
  EXPECT_FALSE(schema.parameters[2].appears_in(taipan::Call::batch));
  EXPECT_EQ(schema.parameters[2].batch_range, "mark_range");
}

TEST(Checks, TheOrderDecidesWhichRuleIsNamed) {
  Call call = usual_call();
  call.inputs = {{}, {1.0}};
  call.parameters = {std::int64_t{0}, -1.0, std::int64_t{9}, std::string("up")};
  EXPECT_TRUE(complaint(usual_definition, call).starts_with("usual: Input data slice is empty."));
  call.inputs = {Line(9, nan), Line(8, 1.0)};
  EXPECT_TRUE(complaint(usual_definition, call).starts_with("usual: Input lengths differ"));
  call.inputs = {Line(9, nan), Line(9, 1.0)};
  EXPECT_TRUE(complaint(usual_definition, call).starts_with("usual: All values are NaN."));
  call.inputs = {Line(9, 2.0), Line(9, 1.0)};
  EXPECT_TRUE(complaint(usual_definition, call).starts_with("usual: Invalid period"));
  call.parameters[0] = std::int64_t{9};
  call.inputs[0][0] = nan;
  EXPECT_TRUE(complaint(usual_definition, call).starts_with("usual: Invalid factor"));
}

TEST(Checks, OwnOrderAndTexts) {
  Call call = unusual_call();
  call.parameters = {std::int64_t{0}, infinity};
  EXPECT_TRUE(complaint(unusual_definition, call).starts_with("factor is inf | "));
  call.parameters[1] = 2.5;
  EXPECT_TRUE(complaint(unusual_definition, call)
                  .starts_with("unusual wants length > 0, not 0 (factor 2.5) | "));
  call = unusual_call();
  call.parameters[0] = std::int64_t{8};
  EXPECT_EQ(complaint(unusual_definition, call), "9 < 10 | at least 10 rows");
  call = unusual_call();
  call.inputs[1].pop_back();
  EXPECT_TRUE(
      complaint(unusual_definition, call).starts_with("high 9, low 8: high = 9, low = 8 | "));
  call = unusual_call();
  for (std::size_t i = 0; i < 3; ++i) call.inputs[0][i] = nan;
  EXPECT_TRUE(complaint(unusual_definition, call).starts_with("6 of 9 | "));
}

// --- the registry ---

class EveryCheck : public EveryIndicator {
 protected:
  // Values that break the parameter's own rule.
  static std::vector<Value> wrong_for(const ParameterSpec& spec) {
    if (spec.kind == Kind::text) return {std::string(), std::string("no such choice")};
    if (spec.kind == Kind::real) {
      std::vector<Value> values{nan, infinity, -infinity};
      if (std::isfinite(spec.maximum)) values.emplace_back(spec.maximum + 1.0);
      if (std::isfinite(spec.minimum)) {
        values.emplace_back(spec.above_minimum ? spec.minimum : spec.minimum - 1.0);
      }
      return values;
    }
    std::vector<Value> values{static_cast<std::int64_t>(spec.minimum) - 1,
                              std::numeric_limits<std::int64_t>::min()};
    if (std::isfinite(spec.maximum)) {
      values.emplace_back(static_cast<std::int64_t>(spec.maximum) + 1);
    }
    return values;
  }
};
TAIPAN_FOR_EVERY_INDICATOR(EveryCheck);

TEST_P(EveryCheck, WrongParametersMakeNoIndicator) {
  for (std::size_t i = 0; i < schema().parameters.size(); ++i) {
    for (const Value& wrong : wrong_for(schema().parameters[i])) {
      Parameters parameters = schema().defaults();
      parameters[i] = wrong;
      EXPECT_THROW(Indicator::make(definition(), parameters), InvalidInput)
          << text_of(schema(), parameters);
    }
  }
}

TEST_P(EveryCheck, APeriodIsAtLeastOne) {
  for (const ParameterSpec& spec : schema().parameters) {
    if (spec.kind != Kind::period) continue;
    EXPECT_GE(spec.minimum, 1.0) << spec.name;
  }
}

// As a call goes: the rules that need nothing built, then those that need its graph.
TEST_P(EveryCheck, PeriodsBeyondTheDataAllocateNothingBig) {
  constexpr std::size_t rows = 50;
  const Lines inputs = columns_of(RandomBars(rows, 1), schema());
  std::vector<const double*> in;
  for (const Line& line : inputs) in.push_back(line.data());
  const std::vector<std::size_t> lengths(in.size(), rows);
  for (std::size_t i = 0; i < schema().parameters.size(); ++i) {
    if (schema().parameters[i].kind != Kind::period) continue;
    for (const std::int64_t wrong :
         {std::int64_t{1} << 31, std::int64_t{1} << 60, std::numeric_limits<std::int64_t>::max()}) {
      Parameters parameters = schema().defaults();
      parameters[i] = wrong;
      const std::size_t before = allocations_so_far().bytes;
      EXPECT_THROW(
          {
            check_call(schema(), parameters, 0, in, lengths);
            check_call(schema(), parameters, needed_rows(definition(), parameters), in, lengths);
          },
          InvalidInput)
          << text_of(schema(), parameters);
      EXPECT_LT(allocations_so_far().bytes - before, std::size_t{1} << 16);
    }
  }
}

TEST_P(EveryCheck, DefaultsKeepTheirOwnRules) {
  EXPECT_NO_THROW(check_parameters(schema(), schema().defaults()));
}

TEST_P(EveryCheck, TheSchemaNamesEverything) {
  EXPECT_FALSE(schema().title.empty());
  EXPECT_FALSE(schema().family.empty());
  EXPECT_FALSE(schema().formula.empty());
  EXPECT_FALSE(schema().inputs.empty());
  EXPECT_FALSE(schema().outputs.empty());
  const auto indicator = Indicator::make(definition(), schema().defaults());
  EXPECT_EQ(indicator->plan.outputs().size(), schema().outputs.size());
  EXPECT_EQ(indicator->plan.input_count(), schema().inputs.size());
}

TEST_P(EveryCheck, AStreamAllocatesNothing) {
  const RandomBars bars(4'000, 9);
  for (const Parameters& parameters : variants_of(schema())) {
    const auto indicator = Indicator::make(definition(), parameters);
    Stream stream(indicator->plan);
    Line outputs(schema().outputs.size());
    const Lines columns = columns_of(bars, schema());
    Line row(columns.size());
    const std::size_t before = allocations_so_far().count;
    for (std::size_t t = 0; t < bars.size(); ++t) {
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = columns[i][t];
      stream.update(row.data(), outputs.data());
    }
    EXPECT_EQ(allocations_so_far().count, before) << text_of(schema(), parameters);
  }
}

// After the first call the workspace is there.
TEST_P(EveryCheck, ASecondCallAllocatesNothing) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const RandomBars bars(5'000, 9);
  const auto inputs = bars.inputs_of(schema());
  Lines results(schema().outputs.size(), Line(bars.size()));
  std::vector<double*> out;
  for (Line& result : results) out.push_back(result.data());
  const Arrays arrays{inputs, out, bars.size(), 0};
  run_single(*indicator, arrays, Kernel::automatic);
  const std::size_t before = allocations_so_far().count;
  run_single(*indicator, arrays, Kernel::automatic);
  EXPECT_EQ(allocations_so_far().count, before);
}

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations_so_far().bytes;
  const Line line(1'000);
  EXPECT_GE(allocations_so_far().bytes - before, line.size() * sizeof(double));
}

}  // namespace
}  // namespace taipan
