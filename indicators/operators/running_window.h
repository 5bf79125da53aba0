// What operators on running sums share: counting values, and taking the sums anew now and then.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "indicators/core/operator.h"

namespace taipan {

// A running sum gathers rounding errors; it is taken anew from its window after this many values
// (or a window's length, if that is more), so that errors stay those of a thousand additions.
inline constexpr std::size_t anchor_interval = 1024;

// The largest magnitude that a running sum has had and the smallest it has come down to: how much
// has been cancelled, and so how many digits are left.
struct Cancellation {
  double most = 0.0;
  double least = std::numeric_limits<double>::infinity();

  void watch(double sum) {
    most = std::max(most, std::fabs(sum));
    least = std::min(least, std::fabs(sum));
  }
};

inline double sum_of(const double* window, std::size_t period) {
  std::array<double, 4> sum{};
  for (std::size_t i = 0; i < period; ++i) sum[i % 4] += window[i];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

// Exactly their value where all are alike, so that distances to it are 0.
inline double mean_of(const double* window, std::size_t period) {
  std::array<double, 4> sum{};
  for (std::size_t i = 0; i < period; ++i) sum[i % 4] += window[i] - window[0];
  return window[0] + ((sum[0] + sum[2]) + (sum[1] + sum[3])) / static_cast<double>(period);
}

class RunningWindow : public Operator {
 public:
  explicit RunningWindow(std::size_t period)
      : period_(period), interval_(std::max(anchor_interval, period)) {}
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  // One more than the window: the value that leaves it.
  std::size_t lookback() const override { return period_; }
  void reset() override { seen_ = until_anchor_ = 0; }
  void exchange(Archive& archive) override { archive(seen_, until_anchor_); }

 protected:
  bool filling() const { return seen_ < period_; }

  // Whether to take the sums anew before n values. A block does so at its beginning rather than in
  // its midst, since a run in two parts has twice the ends.
  bool is_anchor_due(std::size_t n) const {
    return until_anchor_ == 0 || (until_anchor_ < interval_ && interval_ <= n);
  }

  // How many of n values go before the next anchor.
  std::size_t run_length(std::size_t n) const { return std::min(n, until_anchor_); }

  std::size_t period_;
  std::size_t interval_;
  std::size_t seen_ = 0;
  std::size_t until_anchor_ = 0;
};

}  // namespace taipan
