#include "indicators/operators/mean_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/mean_distance.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"

#ifndef TAIPAN_MEAN_DISTANCE_ONCE
#define TAIPAN_MEAN_DISTANCE_ONCE
namespace taipan {

// A window whose values differ by less than the running sum's error: by itself, from its newest
// value on. Where it is level both are exactly 0.
inline void nearly_level(const double* x, std::size_t period, double* offset, double* distance) {
  const double count = static_cast<double>(period);
  double sum = 0.0;
  for (std::size_t k = 1; k < period; ++k) sum += *(x - k) - *x;
  const double mean = sum / count;
  sum = std::fabs(mean);
  for (std::size_t k = 1; k < period; ++k) sum += std::fabs((*(x - k) - *x) - mean);
  *offset = -mean;
  *distance = sum / count;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

// distance[i] holds the sum of the window that ends at x[i] and becomes the mean distance.
// `columns` vectors at once, so that additions do not wait for each other. `least` keeps the
// smallest distance of each lane.
template <std::size_t columns>
HWY_INLINE void distances_at(const double* x, std::size_t period, double* offset, double* distance,
                             V& least) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const V count = hn::Set(d, static_cast<double>(period));
  V mean[columns];
  V sum[columns];
  for (std::size_t c = 0; c < columns; ++c) {
    mean[c] = hn::Div(hn::LoadU(d, distance + c * lanes), count);
    sum[c] = hn::Zero(d);
  }
  const double* oldest = x - (period - 1);
  for (std::size_t k = 0; k < period; ++k) {
    for (std::size_t c = 0; c < columns; ++c) {
      const V value = hn::LoadU(d, oldest + k + c * lanes);
      sum[c] = hn::Add(sum[c], hn::Abs(hn::Sub(value, mean[c])));
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    hn::StoreU(hn::Sub(hn::LoadU(d, x + c * lanes), mean[c]), d, offset + c * lanes);
    sum[c] = hn::Div(sum[c], count);
    hn::StoreU(sum[c], d, distance + c * lanes);
    least = hn::Min(sum[c], least);  // a NaN answers for the second
  }
}

void run_distances(const double* x, std::size_t period, double* offset, double* distance,
                   std::size_t n, double noise) {
  constexpr std::size_t columns = 4;
  const std::size_t lanes = hn::Lanes(D());
  V lanes_least = hn::Set(D(), std::numeric_limits<double>::infinity());
  std::size_t i = 0;
  for (; i + columns * lanes <= n; i += columns * lanes) {
    distances_at<columns>(x + i, period, offset + i, distance + i, lanes_least);
  }
  for (; i + lanes <= n; i += lanes) {
    distances_at<1>(x + i, period, offset + i, distance + i, lanes_least);
  }
  double least = hn::GetLane(hn::MinOfLanes(D(), lanes_least));
  for (; i < n; ++i) {
    const double mean = distance[i] / static_cast<double>(period);
    const double* oldest = x + i - (period - 1);
    double sum = 0.0;
    for (std::size_t k = 0; k < period; ++k) sum += std::fabs(oldest[k] - mean);
    offset[i] = x[i] - mean;
    distance[i] = sum / static_cast<double>(period);
    least = std::min(least, distance[i]);
  }
  if (least >= noise) return;
  for (i = 0; i < n; ++i) {
    if (distance[i] < noise) nearly_level(x + i, period, offset + i, distance + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_distances);

// The offset cancels nearly all digits of the mean, so that the order of additions shows: the sum
// is that of the contract, which takes the oldest value off before it adds the newest. Errors of so
// many additions stay below 1e-13 of the largest sum.
constexpr std::size_t additions_before_anchor = 4096;
constexpr double relative_noise = 1e-12;

// The reference arithmetic: always eight partial sums and one tree, whatever the vector's width.
__attribute__((target_clones("avx512f", "avx2", "default"))) double distance_of(
    const double* window, std::size_t period, double mean) {
  constexpr std::size_t parts = 8;
  double sum[parts] = {};
  std::size_t k = 0;
  for (; k + parts <= period; k += parts) {
    for (std::size_t j = 0; j < parts; ++j) sum[j] += std::fabs(window[k + j] - mean);
  }
  for (std::size_t j = 0; k + j < period; ++j) sum[j] += std::fabs(window[k + j] - mean);
  const double all =
      ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
  return all / static_cast<double>(period);
}

class MeanDistances final : public Operator {
 public:
  explicit MeanDistances(std::size_t period)
      : period_(period),
        interval_(std::max(additions_before_anchor, period)),
        until_anchor_(interval_) {}

  std::string key() const override { return "mean_distance" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<MeanDistances>(period_);
  }
  void reset() override {
    seen_ = 0;
    until_anchor_ = interval_;
    sum_ = most_ = 0.0;
  }
  void exchange(Archive& archive) override { archive(seen_, until_anchor_, sum_, most_); }
  std::size_t outputs() const override { return 2; }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  // One more than the window: the value that leaves it.
  std::size_t lookback() const override { return period_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    std::size_t i = 0;
    for (; i < n && seen_ < period_; ++i) step(in, out, i);
    while (i < n) {
      const std::size_t run = std::min(n - i, additions_left(x + i));
      slide(x + i, run, out[1] + i);
      TAIPAN_DISPATCH(run_distances, kernel)(x + i, period_, out[0] + i, out[1] + i, run, noise());
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    if (seen_ + 1 < period_) return fill(*x);
    write(x, advance(x), out, t);
  }
  Settled settled() override { return seen_ < period_ ? nullptr : threaded<&MeanDistances::go_on>; }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    write(in[0] + t, slid(in[0] + t), out, t);
  }

  void write(const double* x, double sum, double* const* out, std::size_t t) const {
    const double mean = sum / static_cast<double>(period_);
    out[0][t] = *x - mean;
    out[1][t] = distance_of(x - (period_ - 1), period_, mean);
    if (out[1][t] < noise()) nearly_level(x, period_, out[0] + t, out[1] + t);
  }

  void fill(double value) {
    ++seen_;
    sum_ += value;
    most_ = std::max(most_, std::fabs(sum_));
  }

  double noise() const { return relative_noise * most_ / static_cast<double>(period_); }

  // The sum of the window that ends at x.
  double advance(const double* x) {
    if (seen_ < period_) {
      fill(*x);
      return sum_;
    }
    return slid(x);
  }

  double slid(const double* x) {
    until_anchor_ = additions_left(x) - 1;
    sum_ -= *(x - period_);
    sum_ += *x;
    most_ = std::max(most_, std::fabs(sum_));
    return sum_;
  }

  // The sums of the next n windows.
  void slide(const double* x, std::size_t n, double* sums) {
    const double* old = x - period_;
    double sum = sum_;
    double most = most_;
    for (std::size_t i = 0; i < n; ++i) {
      sum -= old[i];
      sums[i] = sum += x[i];
      most = std::max(most, std::fabs(sum));
    }
    sum_ = sum;
    most_ = most;
  }

  // How many values from x on may be added to the sum as it is, once it is taken anew if due.
  std::size_t additions_left(const double* x) {
    if (until_anchor_ > 0) return until_anchor_;
    // A poisoned sum stays so: what is not finite less itself is NaN.
    sum_ = sum_of(x - period_, period_) + (sum_ - sum_);
    most_ = std::fabs(sum_);
    return until_anchor_ = interval_;
  }

  std::size_t period_;
  std::size_t interval_;
  std::size_t seen_ = 0;
  std::size_t until_anchor_;
  double sum_ = 0.0;
  double most_ = 0.0;  // magnitude since the sum was taken anew
};

}  // namespace

MeanDistance mean_distance(Series x, std::size_t period) {
  const auto both = x.graph().apply_all(std::make_unique<MeanDistances>(period), {x});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
