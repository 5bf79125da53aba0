#include "bench/yardsticks.h"

namespace taipan::bench {

double ema_loop(const double* x, double* y, std::size_t n) {
  constexpr double alpha = 0.2;
  double value = x[0];
  for (std::size_t i = 0; i < n; ++i) y[i] = value += alpha * (x[i] - value);
  return value;
}

}  // namespace taipan::bench
