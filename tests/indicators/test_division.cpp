// Quotients that are taken in pairs, among numbers at the ends of the range.
#include <cmath>
#include <limits>
#include <random>

#include "indicators/define.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

// Every number meets every other as the denominator of its partner.
Line numbers(std::uint64_t seed) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Line choices{0.0,    -0.0,   5e-324,   1e-310,   -1e-200,   1e-155,
                     1e155,  -1e200, 1.7e308,  infinity, -infinity, std::nan(""),
                     100.25, -3.0,   0.333333, 1e-9,     7e6,       1.0};
  std::mt19937_64 random(seed);
  Line line(50'000);
  // Runs without extremes as well, or no pair would ever be divided as one.
  for (std::size_t t = 0; t < line.size(); ++t) {
    const std::size_t least = t / 500 % 2 == 0 ? 0 : 12;
    line[t] = choices[least + random() % (choices.size() - least)];
  }
  return line;
}

// Three units in the last place, or the least number there is.
bool is_near(double quotient, double plain) {
  if (!std::isfinite(plain)) return quotient == plain || (quotient != quotient && plain != plain);
  return std::fabs(quotient - plain) <=
         7e-16 * std::fabs(plain) + std::numeric_limits<double>::denorm_min();
}

TEST(Division, OfExtremesIsThatOfOneByOne) {
  auto graph = std::make_unique<Graph>();
  const Series a = graph->input();
  const Series b = graph->input();
  const Plan plan = plan_of(std::move(graph), {a / b, divide(a, b, -1.0)});
  Line above = numbers(1);
  Line below = numbers(2);
  above[0] = below[0] = 1.0;  // the first row is complete
  for (const Kernel kernel : supported_kernels()) {
    const Lines quotients = run_by_blocks(plan, {above, below}, kernel);
    for (std::size_t t = 0; t < above.size(); ++t) {
      const double plain = above[t] / below[t];
      const double chosen = below[t] == 0.0 ? -1.0 : plain;
      ASSERT_TRUE(is_near(quotients[0][t], plain) && is_near(quotients[1][t], chosen))
          << kernel_name(kernel) << ": " << above[t] << " / " << below[t] << " is "
          << quotients[0][t] << " and " << quotients[1][t];
    }
  }
}

}  // namespace
}  // namespace taipan
