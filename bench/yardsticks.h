// What every figure is a ratio of: machines are shared and noisy, so nanoseconds alone say little.
#pragma once

#include <cstddef>

namespace taipan::bench {

/// The plain scalar loop y += alpha * (x - y), one value after another: bound by latency.
double ema_loop(const double* x, double* y, std::size_t n);

/// Fused multiply-adds on registers alone, at least `count` of them; returns how many.
double run_fmas(double count);

}  // namespace taipan::bench
