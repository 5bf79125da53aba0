// A bank of symbols is as many streams, to the bit.
#include <bit>
#include <cmath>
#include <limits>

#include "indicators/core/bank_executor.h"
#include "tests/indicators/allocations.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Outputs of every symbol: [symbol][output][row].
using Universe = std::vector<Lines>;

// Bars of each symbol, as the rows of a bank: [row][input][symbol].
std::vector<Lines> rows_of(const Universe& symbols) {
  std::vector<Lines> rows(symbols[0][0].size(), Lines(symbols[0].size(), Line(symbols.size())));
  for (std::size_t t = 0; t < rows.size(); ++t) {
    for (std::size_t i = 0; i < rows[t].size(); ++i) {
      for (std::size_t s = 0; s < symbols.size(); ++s) rows[t][i][s] = symbols[s][i][t];
    }
  }
  return rows;
}

Universe run_bank(Bank& bank, const Plan& plan, const Universe& symbols) {
  Universe taken(symbols.size(), Lines(plan.outputs().size()));
  Lines outputs(plan.outputs().size(), Line(symbols.size()));
  std::vector<double*> out;
  for (Line& output : outputs) out.push_back(output.data());
  for (const Lines& row : rows_of(symbols)) {
    std::vector<const double*> in;
    for (const Line& input : row) in.push_back(input.data());
    bank.update(in.data(), out.data());
    for (std::size_t s = 0; s < symbols.size(); ++s) {
      for (std::size_t j = 0; j < outputs.size(); ++j) taken[s][j].push_back(outputs[j][s]);
    }
  }
  return taken;
}

void expect_streams(const Plan& plan, const Universe& symbols, const std::string& what) {
  for (const Kernel kernel : supported_kernels()) {
    Bank bank(plan, symbols.size(), kernel);
    const Universe actual = run_bank(bank, plan, symbols);
    for (std::size_t s = 0; s < symbols.size(); ++s) {
      expect_same(actual[s], run_by_steps(plan, symbols[s]),
                  what + ", " + std::string(kernel_name(kernel)) + ", symbol " + std::to_string(s));
    }
  }
}

Universe random_symbols(const Schema& schema, std::size_t count, std::size_t rows) {
  Universe symbols;
  for (std::size_t s = 0; s < count; ++s) {
    symbols.push_back(columns_of(RandomBars(rows, 100 + s), schema));
  }
  return symbols;
}

class EveryBank : public EveryIndicator {};
TAIPAN_FOR_EVERY_INDICATOR(EveryBank);

TEST_P(EveryBank, IsAsManyStreams) {
  for (const Parameters& parameters : variants_of(schema())) {
    const auto indicator = Indicator::make(definition(), parameters);
    expect_streams(indicator->plan, random_symbols(schema(), 11, 400),
                   text_of(schema(), parameters));
  }
}

// Long enough for running sums to be taken anew.
TEST_P(EveryBank, StaysSoForThousandsOfRows) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  expect_streams(indicator->plan, random_symbols(schema(), 3, 5'000), "defaults");
  expect_streams(indicator->plan, random_symbols(schema(), 1, 1'500), "one symbol");
}

TEST_P(EveryBank, SymbolsBeginAtRowsOfTheirOwn) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  Universe symbols = random_symbols(schema(), 37, 300);
  for (std::size_t s = 0; s < symbols.size(); ++s) {
    Lines& inputs = symbols[s];
    const std::size_t late = s % 3 == 0 ? 0 : s % 3 == 1 ? 5 : 4 * s;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      std::fill_n(inputs[i].begin(), i == 0 ? late : late / 2, nan);
    }
  }
  for (Line& never : symbols[7]) std::fill(never.begin(), never.end(), nan);
  expect_streams(indicator->plan, symbols, "defaults");
}

TEST_P(EveryBank, TreatsOddValuesAsStreamsDo) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Universe symbols = random_symbols(schema(), 19, 1'300);
  for (std::size_t s = 0; s + 3 < symbols.size(); ++s) {
    Lines& inputs = symbols[s];
    const double odd = std::array{nan, infinity, -infinity, 0.0, 1e12}[s % 5];
    inputs[s % inputs.size()][s < 10 ? 1 + s : 700] = odd;
  }
  // A price that stands still.
  for (Line& still : symbols.back()) std::fill(still.begin() + 50, still.end(), 50.0);
  expect_streams(indicator->plan, symbols, "defaults");
}

TEST_P(EveryBank, BeginsAnewAfterAReset) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Universe symbols = random_symbols(schema(), 9, 200);
  Bank bank(indicator->plan, symbols.size());
  const Universe first = run_bank(bank, indicator->plan, symbols);
  bank.reset();
  const Universe again = run_bank(bank, indicator->plan, symbols);
  for (std::size_t s = 0; s < symbols.size(); ++s) expect_same(again[s], first[s], "reset");
}

TEST_P(EveryBank, GoesOnFromAStateToTheSameBits) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Plan& plan = indicator->plan;
  Universe before = random_symbols(schema(), 10, 150);
  for (std::size_t s = 0; s < before.size(); s += 3) {
    std::fill_n(before[s][0].begin(), 2 * s, nan);
  }
  std::fill(before[4][0].begin(), before[4][0].end(), nan);  // begins after the restoration
  const Universe after = random_symbols(schema(), 10, 100);
  Bank bank(plan, before.size());
  run_bank(bank, plan, before);
  Bank restored(plan, before.size(), Kernel::scalar);
  restored.restore(bank.save());
  EXPECT_EQ(restored.save(), bank.save());
  Bank copy(bank);
  const Universe expected = run_bank(bank, plan, after);
  const Universe actual = run_bank(restored, plan, after);
  const Universe copied = run_bank(copy, plan, after);
  for (std::size_t s = 0; s < after.size(); ++s) {
    expect_same(actual[s], expected[s], "restored, symbol " + std::to_string(s));
    expect_same(copied[s], expected[s], "copied, symbol " + std::to_string(s));
  }
}

TEST_P(EveryBank, AllocatesNothingOnceSymbolsHaveBegun) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Plan& plan = indicator->plan;
  constexpr std::size_t symbols = 9;
  Lines row(schema().inputs.size(), Line(symbols, 10.0));
  row[0].back() = nan;
  Lines outputs(plan.outputs().size(), Line(symbols));
  std::vector<const double*> in;
  std::vector<double*> out;
  for (const Line& input : row) in.push_back(input.data());
  for (Line& output : outputs) out.push_back(output.data());
  Bank bank(plan, symbols);
  bank.update(in.data(), out.data());
  const std::size_t before = allocations_so_far().count;
  for (std::size_t t = 0; t < 1'500; ++t) bank.update(in.data(), out.data());
  EXPECT_EQ(allocations_so_far().count, before);
}

// More symbols than one group holds, in every remainder of a vector.
TEST(Bank, HoldsAnyNumberOfSymbols) {
  const Definition& definition = *find_indicator("rsi");
  const auto indicator = Indicator::make(definition, schema_of(definition).defaults());
  for (const std::size_t count : {2, 7, 8, 9, 511, 512, 513, 1'030}) {
    expect_streams(indicator->plan, random_symbols(schema_of(definition), count, 40),
                   std::to_string(count) + " symbols");
  }
}

TEST(Bank, RefusesStatesThatDoNotFit) {
  const Definition& definition = *find_indicator("rsi");
  const auto indicator = Indicator::make(definition, schema_of(definition).defaults());
  const auto other = Indicator::make(definition, {std::int64_t{9}});
  const Universe symbols = random_symbols(schema_of(definition), 5, 40);
  Bank bank(indicator->plan, 5);
  run_bank(bank, indicator->plan, symbols);
  const std::string state = bank.save();
  EXPECT_EQ(Bank::symbols_of(state), 5u);
  EXPECT_THROW(Bank(indicator->plan, 6).restore(state), std::invalid_argument);
  EXPECT_THROW(Bank(other->plan, 5).restore(state), std::invalid_argument);
  EXPECT_THROW(bank.restore(Stream(indicator->plan).save()), std::invalid_argument);
  for (std::size_t size = 0; size < state.size(); ++size) {
    EXPECT_THROW(bank.restore(std::string_view(state).substr(0, size)), std::invalid_argument);
  }
  EXPECT_EQ(bank.save(), state);
}

}  // namespace
}  // namespace taipan
