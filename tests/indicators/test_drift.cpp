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

// The least-squares line through the window that ends at t: its end and its slope.
struct Fit {
  double end;
  double slope;
};

Fit fit_at(const Line& x, std::size_t t) {
  constexpr long double middle = 0.5L * (period - 1);
  long double mean = 0.0L;
  for (std::size_t k = 0; k < period; ++k) mean += x[t - k];
  mean /= period;
  long double across = 0.0L;
  long double spread = 0.0L;
  for (std::size_t k = 0; k < period; ++k) {
    const long double place = middle - static_cast<long double>(k);
    across += place * (x[t - k] - mean);
    spread += place * place;
  }
  const long double slope = across / spread;
  return {static_cast<double>(mean + slope * middle), static_cast<double>(slope)};
}

TEST(Drift, LinesStayWithTheirWindows) {
  const Line x = prices();
  auto graph = std::make_unique<Graph>();
  const Series close = graph->input();
  const Series end = regression_value(close, period);
  const Series slope = regression_slope(close, period);
  const Plan plan(std::move(graph), {end, slope});
  const auto expect_fits = [&](const Lines& outputs, const std::string& what) {
    const double usual = scale_of(outputs[1]);
    for (std::size_t t = period - 1; t < x.size(); t += sampled_every) {
      const Fit fit = fit_at(x, t);
      ASSERT_NEAR(outputs[0][t], fit.end, 1e-12 * fit.end) << what << ", row " << t;
      ASSERT_NEAR(outputs[1][t], fit.slope,
                  tolerance * std::max(std::fabs(fit.slope), 1e-3 * usual))
          << what << ", row " << t;
    }
  };
  for (const Kernel kernel : supported_kernels()) {
    expect_fits(run_by_blocks(plan, {x}, kernel), std::string(kernel_name(kernel)));
  }
  expect_fits(run_by_steps(plan, {x}), "steps");
}

double correlation_at(const Line& x, const Line& y, std::size_t t) {
  long double mean_x = 0.0L;
  long double mean_y = 0.0L;
  for (std::size_t k = 0; k < period; ++k) {
    mean_x += static_cast<long double>(x[t - k]) / period;
    mean_y += static_cast<long double>(y[t - k]) / period;
  }
  long double xx = 0.0L;
  long double yy = 0.0L;
  long double xy = 0.0L;
  for (std::size_t k = 0; k < period; ++k) {
    xx += (x[t - k] - mean_x) * (x[t - k] - mean_x);
    yy += (y[t - k] - mean_y) * (y[t - k] - mean_y);
    xy += (x[t - k] - mean_x) * (y[t - k] - mean_y);
  }
  return static_cast<double>(xy / std::sqrt(xx * yy));
}

TEST(Drift, CorrelationsStayWithTheirWindows) {
  const Line x = prices();
  Line y = RandomBars(row_count, 18).close;
  for (double& value : y) value += 1e4;
  auto graph = std::make_unique<Graph>();
  const Series a = graph->input();
  const Series b = graph->input();
  const Plan plan(std::move(graph), {rolling_correlation(a, b, period)});
  const auto expect_truth_of_pairs = [&](const Lines& outputs, const std::string& what) {
    for (std::size_t t = period - 1; t < x.size(); t += sampled_every) {
      const double truth = correlation_at(x, y, t);
      ASSERT_NEAR(outputs[0][t], truth, tolerance * std::max(std::fabs(truth), 1e-3))
          << what << ", row " << t;
    }
  };
  for (const Kernel kernel : supported_kernels()) {
    expect_truth_of_pairs(run_by_blocks(plan, {x, y}, kernel), std::string(kernel_name(kernel)));
  }
  expect_truth_of_pairs(run_by_steps(plan, {x, y}), "steps");
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
