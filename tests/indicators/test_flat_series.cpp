// Prices that stand still: what is left of cancelled sums is no result. A quotient of two such
// remainders would be of any size.
#include <cmath>

#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 1'500;
constexpr std::size_t spike_row = 200;

// From row `begin` on every bar is the same price.
RandomBars standing_still(std::size_t begin) {
  RandomBars bars(row_count, 7);
  for (std::size_t t = begin; t < row_count; ++t) {
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close}) {
      (*column)[t] = bars.close[begin];
    }
    bars.volume[t] = bars.volume[begin];
  }
  return bars;
}

// Prices move, jump away for one bar, and stand still from the next one on.
RandomBars still_after_a_spike() {
  RandomBars bars = standing_still(spike_row + 1);
  for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume}) {
    (*column)[spike_row] *= 1e4;
  }
  return bars;
}

// Agreement to 1e-9 of the value, or of what the output usually is while prices move.
void expect_close(const Lines& actual, const Lines& expected, const Lines& usual,
                  const std::string& what) {
  for (std::size_t j = 0; j < expected.size(); ++j) {
    EXPECT_TRUE(agree(actual[j], expected[j], scale_of(usual[j]))) << what << ", output " << j;
  }
}

class FlatSeries : public EveryIndicator {
 protected:
  void expect_agreement_on(const RandomBars& bars) const {
    const Lines moving = columns_of(RandomBars(row_count, 7), schema());
    const Lines inputs = columns_of(bars, schema());
    for (const Parameters& parameters : variants_of(schema())) {
      const auto indicator = Indicator::make(definition(), parameters);
      const std::string what = text_of(schema(), parameters);
      const Lines usual = run_by_steps(indicator->plan, moving);
      const Lines steps = run_by_steps(indicator->plan, inputs);
      for (const Kernel kernel : supported_kernels()) {
        for (const std::size_t tile : {std::size_t{7}, default_tile}) {
          expect_close(run_by_blocks(indicator->plan, inputs, kernel, tile), steps, usual,
                       what + ", " + std::string(kernel_name(kernel)));
        }
      }
    }
  }
};
TAIPAN_FOR_EVERY_INDICATOR(FlatSeries);

TEST_P(FlatSeries, EveryPathSaysTheSameOfAConstant) { expect_agreement_on(standing_still(0)); }

TEST_P(FlatSeries, EveryPathSaysTheSameOncePricesStandStill) {
  expect_agreement_on(standing_still(row_count / 2));
}

TEST_P(FlatSeries, EveryPathSaysTheSameAfterASpike) { expect_agreement_on(still_after_a_spike()); }

}  // namespace
}  // namespace taipan
