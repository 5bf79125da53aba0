// Running sums over ten million values against sums of each window in long double.
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/running_window.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 10'000'000;
constexpr std::size_t period = 20;
constexpr std::size_t sampled_every = 997;

// Prices of a random walk far from zero, where cancellation is worst.
Line prices() {
  Line values = RandomBars(row_count, 17).close;
  for (double& x : values) x += 1e4;
  return values;
}

struct Truth {
  double mean;
  double variance;
};

Truth truth_at(const Line& x, std::size_t t) {
  long double sum = 0.0L;
  for (std::size_t i = t + 1 - period; i <= t; ++i) sum += x[i];
  const long double mean = sum / period;
  long double squares = 0.0L;
  for (std::size_t i = t + 1 - period; i <= t; ++i) squares += (x[i] - mean) * (x[i] - mean);
  return {static_cast<double>(mean), static_cast<double>(squares / period)};
}

Plan moments_plan() {
  auto graph = std::make_unique<Graph>();
  const Series x = graph->input();
  const auto [mean, variance] = rolling_moments(x, period);
  const Series average = rolling_mean(x, period);
  return Plan(std::move(graph), {average, mean, variance});
}

void expect_truth(const Lines& outputs, const Line& x, const std::string& what) {
  double worst_mean = 0.0;
  double worst_variance = 0.0;
  for (std::size_t t = period - 1; t < x.size(); t += sampled_every) {
    const Truth truth = truth_at(x, t);
    for (const std::size_t j : {0, 1}) {
      worst_mean = std::max(worst_mean, std::fabs(outputs[j][t] / truth.mean - 1.0));
    }
    worst_variance = std::max(worst_variance, std::fabs(outputs[2][t] / truth.variance - 1.0));
  }
  EXPECT_LT(worst_mean, 1e-12) << what;
  EXPECT_LT(worst_variance, tolerance) << what;
}

TEST(Drift, RunningSumsStayWithTheirWindows) {
  const Line x = prices();
  const Plan plan = moments_plan();
  for (const Kernel kernel : supported_kernels()) {
    expect_truth(run_by_blocks(plan, {x}, kernel), x, std::string(kernel_name(kernel)));
  }
  expect_truth(run_by_steps(plan, {x}), x, "steps");
}

TEST(Drift, CumulativeSumsStayWithTheirTotal) {
  const Line x = prices();
  auto graph = std::make_unique<Graph>();
  const Series total = cumulative_sum(graph->input());
  const Plan plan(std::move(graph), {total});
  long double sum = 0.0L;
  for (double value : x) sum += value;
  for (const Kernel kernel : supported_kernels()) {
    EXPECT_NEAR(run_by_blocks(plan, {x}, kernel)[0].back() / static_cast<double>(sum), 1.0,
                tolerance);
  }
  EXPECT_NEAR(run_by_steps(plan, {x})[0].back() / static_cast<double>(sum), 1.0, tolerance);
}

// One bad tick leaves nothing in the windows after it: sums are taken anew when too much of them
// has been cancelled.
class Spike : public testing::TestWithParam<double> {};

TEST_P(Spike, LeavesNoErrorBehind) {
  constexpr std::size_t spike_at = 1'500;
  Line x = RandomBars(6'000, 23).close;
  x[spike_at] = GetParam();
  const Plan plan = moments_plan();
  const auto forgotten = spike_at + period;
  const auto expect_forgotten = [&](const Lines& outputs, const std::string& what) {
    for (std::size_t t = forgotten; t < x.size(); ++t) {
      const Truth truth = truth_at(x, t);
      ASSERT_NEAR(outputs[0][t], truth.mean, tolerance * truth.mean) << what << ", row " << t;
      ASSERT_NEAR(outputs[1][t], truth.mean, tolerance * truth.mean) << what << ", row " << t;
      ASSERT_NEAR(outputs[2][t], truth.variance, tolerance * truth.variance)
          << what << ", row " << t;
    }
  };
  for (const Kernel kernel : supported_kernels()) {
    expect_forgotten(run_by_blocks(plan, {x}, kernel), std::string(kernel_name(kernel)));
  }
  expect_forgotten(run_by_steps(plan, {x}), "steps");
}

INSTANTIATE_TEST_SUITE_P(Sizes, Spike, testing::Values(1e4, 1e6, 1e8, 1e10, 1e15));

}  // namespace
}  // namespace taipan
