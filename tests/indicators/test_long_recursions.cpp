// Recurrences in blocks over ten million values against the plain loop.
#include <cmath>

#include "indicators/define.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t row_count = 10'000'000;

// Ehlers' super smoother: a pair of complex poles, the nearer to 1 the longer the period.
RecursiveFilter smoother(double period) {
  const double angle = std::sqrt(2.0) * std::acos(-1.0) / period;
  const double a = std::exp(-angle);
  const double b = 2.0 * a * std::cos(angle);
  const double c = 0.5 * (1.0 + a * a - b);
  return {{b, -a * a}, {c, c, 0.0}, 2};
}

// The same with three poles, and two of two poles in a row.
RecursiveFilter smoother_of_three(double period) {
  const double pi = std::acos(-1.0);
  const double a = std::exp(-pi / period);
  const double b = 2.0 * a * std::cos(1.738 * pi / period);
  const double c = a * a;
  return {{b + c, -c - b * c, c * c, 0.0}, {1.0 - c * c - b + b * c}, 3};
}
RecursiveFilter smoother_of_four(double period) {
  const auto [a, b, seeds] = smoother(period);
  return {{2.0 * a[0], 2.0 * a[1] - a[0] * a[0], -2.0 * a[0] * a[1], -a[1] * a[1]},
          {b[0] * b[0], 2.0 * b[0] * b[1], b[1] * b[1], 0.0, 0.0},
          4};
}

void expect_the_plain_loop(Series (*build)(Series), const Line& x, const std::string& what) {
  auto graph = std::make_unique<Graph>();
  const Series y = build(graph->input());
  const Plan plan(std::move(graph), {y});
  const Lines expected = run_by_steps(plan, {x});
  for (const Kernel kernel : supported_kernels()) {
    expect_agreement(run_by_blocks(plan, {x}, kernel), expected,
                     what + ", " + std::string(kernel_name(kernel)));
  }
}

TEST(LongRecursions, BlocksAreThePlainLoop) {
  Line x = RandomBars(row_count, 17).close;
  for (double& value : x) value += 1e4;
  expect_the_plain_loop([](Series s) { return ema(s, 14); }, x, "ema of 14");
  expect_the_plain_loop([](Series s) { return wilder(s, 5'000); }, x, "Wilder's of 5000");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother(14.0)); }, x, "14");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother(400.0)); }, x, "400");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother(5'000.0)); }, x, "5000");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother_of_three(14.0)); }, x,
                        "three poles, 14");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother_of_three(250.0)); }, x,
                        "three poles, 250");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother_of_four(20.0)); }, x,
                        "four poles, 20");
  expect_the_plain_loop([](Series s) { return recursive_filter(s, smoother_of_four(100.0)); }, x,
                        "four poles, 100");
  expect_the_plain_loop(
      [](Series s) {
        return exponential_cascade(s, {0.005, CascadeSeed::zero, 1, {0.0, 0.0, 1.0}});
      },
      x, "three poles");
  expect_the_plain_loop(
      [](Series s) {
        return exponential_cascade(s, {0.005, CascadeSeed::zero, 1, {0.0, 0.0, 0.0, 1.0}});
      },
      x, "four poles");
}

}  // namespace
}  // namespace taipan
