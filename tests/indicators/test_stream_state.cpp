// A stream's state: written, read back and copied at any row, and refused where it does not fit.
#include <random>
#include <stdexcept>

#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 1'300;
// Before the first row, while warming up, and around the moves of a stream's history.
constexpr std::size_t cuts[] = {0, 1, 2, 13, 40, 511, 513, 700, 1'299};

Line row_at(const Lines& inputs, std::size_t t) {
  Line row;
  for (const Line& line : inputs) row.push_back(line[t]);
  return row;
}

Line advance(Stream& stream, const Plan& plan, const Lines& inputs, std::size_t t) {
  Line outputs(plan.outputs().size());
  stream.update(row_at(inputs, t).data(), outputs.data());
  return outputs;
}

class EveryStream : public EveryIndicator {
 protected:
  Lines inputs() const {
    Lines lines = columns_of(RandomBars(row_count, 5), schema());
    // Rows before the first complete one count for a state too.
    lines.front().front() = std::numeric_limits<double>::quiet_NaN();
    return lines;
  }
};
TAIPAN_FOR_EVERY_INDICATOR(EveryStream);

TEST_P(EveryStream, GoesOnFromItsStateAsIfUninterrupted) {
  const Lines inputs = this->inputs();
  for (const Parameters& parameters : variants_of(schema())) {
    const auto indicator = Indicator::make(definition(), parameters);
    const Plan& plan = indicator->plan;
    const Lines expected = run_by_steps(plan, inputs);
    for (const std::size_t cut : cuts) {
      Stream stream(plan);
      Lines actual(expected.size());
      for (std::size_t t = 0; t < row_count; ++t) {
        if (t == cut) {
          const std::string state = stream.save();
          stream = Stream(plan);
          for (std::size_t odd = 0; odd < 3; ++odd) advance(stream, plan, inputs, row_count - 1);
          stream.restore(state);
          ASSERT_EQ(stream.save(), state);
        }
        const Line outputs = advance(stream, plan, inputs, t);
        for (std::size_t j = 0; j < outputs.size(); ++j) actual[j].push_back(outputs[j]);
      }
      expect_same(actual, expected,
                  text_of(schema(), parameters) + ", cut at " + std::to_string(cut));
    }
  }
}

TEST_P(EveryStream, IsCopiedIndependently) {
  const Lines inputs = this->inputs();
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Plan& plan = indicator->plan;
  Stream stream(plan);
  for (std::size_t t = 0; t < 600; ++t) advance(stream, plan, inputs, t);
  Stream copy(stream);
  for (std::size_t t = 900; t < 1'000; ++t) advance(copy, plan, inputs, t);
  copy = stream;
  Lines of_copy(plan.outputs().size());
  Lines of_stream(plan.outputs().size());
  for (std::size_t t = 600; t < row_count; ++t) {
    const Line a = advance(stream, plan, inputs, t);
    for (std::size_t j = 0; j < a.size(); ++j) of_stream[j].push_back(a[j]);
  }
  for (std::size_t t = 600; t < row_count; ++t) {
    const Line b = advance(copy, plan, inputs, t);
    for (std::size_t j = 0; j < b.size(); ++j) of_copy[j].push_back(b[j]);
  }
  expect_same(of_copy, of_stream, schema().name);
}

TEST_P(EveryStream, RefusesAStateThatIsNotWhole) {
  const Lines inputs = this->inputs();
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Plan& plan = indicator->plan;
  Stream stream(plan);
  for (std::size_t t = 0; t < 100; ++t) advance(stream, plan, inputs, t);
  const std::string state = stream.save();
  for (std::size_t size = 0; size < state.size(); size += 1 + size / 16) {
    EXPECT_THROW(stream.restore(state.substr(0, size)), std::invalid_argument) << size;
  }
  EXPECT_THROW(stream.restore(state + '\0'), std::invalid_argument);
  std::mt19937 random(3);
  for (int i = 0; i < 50; ++i) {
    std::string damaged = state;
    damaged[random() % damaged.size()] ^= static_cast<char>(1u << random() % 8);
    EXPECT_THROW(stream.restore(damaged), std::invalid_argument);
  }
  // Nothing of them was taken over.
  EXPECT_EQ(stream.save(), state);
}

// With the checksum right, anything may stand there: no memory but its own may be touched.
TEST_P(EveryStream, SurvivesAForgedState) {
  const Lines inputs = this->inputs();
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Plan& plan = indicator->plan;
  Stream stream(plan);
  for (std::size_t t = 0; t < 100; ++t) advance(stream, plan, inputs, t);
  const std::string state = stream.save();
  constexpr std::size_t seal = 8;
  constexpr std::size_t header = 12;
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    std::string bytes = state.substr(0, state.size() - seal);
    for (std::size_t at = header + random() % 64; at < bytes.size(); at += 1 + random() % 64) {
      bytes[at] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    }
    Archive archive;
    archive.values(bytes.data(), bytes.size());
    Stream other(plan);
    try {
      other.restore(archive.take());
    } catch (const std::invalid_argument&) {
      continue;
    }
    for (std::size_t t = 0; t < 100; ++t) advance(other, plan, inputs, t);
  }
}

TEST(StreamState, OfAnotherPlanIsRefused) {
  const Definition& definition = *find_indicator("ema");
  const auto nine = Indicator::make(definition, {std::int64_t{9}});
  const auto ten = Indicator::make(definition, {std::int64_t{10}});
  Stream stream(ten->plan);
  EXPECT_THROW(stream.restore(Stream(nine->plan).save()), std::invalid_argument);
  EXPECT_EQ(nine->plan.fingerprint(),
            Indicator::make(definition, {std::int64_t{9}})->plan.fingerprint());
}

}  // namespace
}  // namespace taipan
