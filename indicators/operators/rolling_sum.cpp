#include "indicators/operators/rolling_sum.h"

#include <algorithm>
#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_sum.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ROLLING_SUM_ONCE
#define TAIPAN_ROLLING_SUM_ONCE
namespace taipan {

// Sums of (x - origin) and its square over a window; the origin lies near the window's mean, so
// that the variance is not the difference of two large numbers.
struct WindowSums {
  double origin;
  double first;
  double second;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// out[i] = scale * (sum of the window that ends at i); returns the last sum.
double run_sums(const double* x, std::size_t period, double* out, std::size_t n, double scale,
                double sum) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old = x - period;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V scales = hn::Set(d, scale);
    VectorScan scan;
    const V first = begin_scan(scan, 1.0, sum, hn::Sub(hn::LoadU(d, x), hn::LoadU(d, old)));
    hn::StoreU(hn::Mul(scales, first), d, out);
    for (i = lanes; i + lanes <= n; i += lanes) {
      const V sums = next_scan(scan, hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, old + i)));
      hn::StoreU(hn::Mul(scales, sums), d, out + i);
    }
    sum = end_scan(scan);
  }
  for (; i < n; ++i) {
    sum += x[i] - old[i];
    out[i] = scale * sum;
  }
  return sum;
}

// What a window's sums say of its mean and variance.
struct MomentsOf {
  V origin;
  V scale;
};

HWY_INLINE void store_moments(const MomentsOf& of, V first, V second, double* mean,
                              double* variance) {
  const D d;
  const V m = hn::Mul(of.scale, first);
  hn::StoreU(hn::Add(of.origin, m), d, mean);
  const V v = hn::NegMulAdd(m, m, hn::Mul(of.scale, second));
  // The second argument is answered for NaN: it must stay one.
  hn::StoreU(hn::Max(hn::Zero(d), v), d, variance);
}

void run_moments(const double* x, std::size_t period, double* mean, double* variance, std::size_t n,
                 WindowSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double scale = 1.0 / static_cast<double>(period);
  const double* old = x - period;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const MomentsOf of{hn::Set(d, sums.origin), hn::Set(d, scale)};
    VectorScan first;
    VectorScan second;
    for (; i + lanes <= n; i += lanes) {
      const V in = hn::Sub(hn::LoadU(d, x + i), of.origin);
      const V gone = hn::Sub(hn::LoadU(d, old + i), of.origin);
      const V change = hn::Sub(in, gone);
      const V square = hn::Mul(change, hn::Add(in, gone));
      if (i == 0) {
        begin_scan(first, 1.0, sums.first, change);
        begin_scan(second, 1.0, sums.second, square);
      } else {
        next_scan(first, change);
        next_scan(second, square);
      }
      store_moments(of, first.y, second.y, mean + i, variance + i);
    }
    sums.first = end_scan(first);
    sums.second = end_scan(second);
  }
  for (; i < n; ++i) {
    const double in = x[i] - sums.origin;
    const double gone = old[i] - sums.origin;
    sums.first += in - gone;
    sums.second += (in - gone) * (in + gone);
    const double m = scale * sums.first;
    const double v = scale * sums.second - m * m;
    mean[i] = sums.origin + m;
    variance[i] = 0.0 > v ? 0.0 : v;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_sums);
HWY_EXPORT(run_moments);

// A running sum gathers rounding errors; it is taken anew from its window after this many values
// (or a window's length, if that is more), so that errors stay those of a thousand additions.
constexpr std::size_t anchor_interval = 1024;

// Sums of a window, afresh.
WindowSums sums_of(const double* window, std::size_t period, double origin) {
  std::array<double, 4> first{};
  std::array<double, 4> second{};
  for (std::size_t i = 0; i < period; ++i) {
    const double y = window[i] - origin;
    first[i % 4] += y;
    second[i % 4] += y * y;
  }
  return {origin, (first[0] + first[2]) + (first[1] + first[3]),
          (second[0] + second[2]) + (second[1] + second[3])};
}

double sum_of(const double* window, std::size_t period) {
  std::array<double, 4> sum{};
  for (std::size_t i = 0; i < period; ++i) sum[i % 4] += window[i];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

// What the two operators share: counting values, and when to anchor.
class Window : public Operator {
 public:
  explicit Window(std::size_t period)
      : period_(period), interval_(std::max(anchor_interval, period)) {}
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  // One more than the window: the value that leaves it.
  std::size_t lookback() const override { return period_; }
  void reset() override { seen_ = until_anchor_ = 0; }

 protected:
  bool filling() const { return seen_ < period_; }

  // How many of n values go before the next anchor.
  std::size_t run_length(std::size_t n) const { return std::min(n, until_anchor_); }

  std::size_t period_;
  std::size_t interval_;
  std::size_t seen_ = 0;
  std::size_t until_anchor_ = 0;
};

class RollingSum final : public Window {
 public:
  RollingSum(std::size_t period, double scale) : Window(period), scale_(scale) {}

  std::string key() const override {
    return "sum" + bytes_of(std::array{static_cast<double>(period_), scale_});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingSum>(period_, scale_);
  }
  void reset() override {
    Window::reset();
    sum_ = 0.0;
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = scale_ * advance(x + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i);
      const std::size_t run = run_length(n - i);
      sum_ = TAIPAN_DISPATCH(run_sums, kernel)(x + i, period_, y + i, run, scale_, sum_);
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = scale_ * advance(in[0] + t);
  }

 private:
  double advance(const double* x) {
    if (filling()) {
      ++seen_;
      return sum_ += *x;
    }
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    return sum_ += *x - *(x - period_);
  }

  void anchor(const double* x) {
    // A poisoned sum stays so: what is not finite less itself is NaN.
    sum_ = sum_of(x - period_, period_) + (sum_ - sum_);
    until_anchor_ = interval_;
  }

  double scale_;
  double sum_ = 0.0;
};

class RollingMoments final : public Window {
 public:
  using Window::Window;

  std::string key() const override { return "moments" + std::to_string(period_); }
  std::size_t outputs() const override { return 2; }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingMoments>(period_);
  }
  void reset() override {
    Window::reset();
    sums_ = {};
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) advance(x + i, out[0] + i, out[1] + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i);
      const std::size_t run = run_length(n - i);
      TAIPAN_DISPATCH(run_moments, kernel)(x + i, period_, out[0] + i, out[1] + i, run, sums_);
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in[0] + t, out[0] + t, out[1] + t);
  }

 private:
  void advance(const double* x, double* mean, double* variance) {
    if (filling()) {
      if (seen_ == 0) sums_.origin = *x;
      ++seen_;
      const double y = *x - sums_.origin;
      sums_.first += y;
      sums_.second += y * y;
    } else {
      if (until_anchor_ == 0) anchor(x);
      --until_anchor_;
      const double y = *x - sums_.origin;
      const double gone = *(x - period_) - sums_.origin;
      sums_.first += y - gone;
      sums_.second += (y - gone) * (y + gone);
    }
    const double scale = 1.0 / static_cast<double>(period_);
    const double m = scale * sums_.first;
    const double v = scale * sums_.second - m * m;
    *mean = sums_.origin + m;
    *variance = 0.0 > v ? 0.0 : v;
  }

  void anchor(const double* x) {
    const double poison = sums_.second - sums_.second;
    const double* window = x - period_;
    const double mean = sum_of(window, period_) / static_cast<double>(period_);
    sums_ = sums_of(window, period_, mean + poison);
    until_anchor_ = interval_;
  }

  WindowSums sums_{};
};

}  // namespace

Series rolling_sum(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingSum>(period, 1.0), {x});
}

Series rolling_mean(Series x, std::size_t period) {
  const double scale = 1.0 / static_cast<double>(period);
  return x.graph().apply(std::make_unique<RollingSum>(period, scale), {x});
}

Moments rolling_moments(Series x, std::size_t period) {
  const auto both = x.graph().apply_all(std::make_unique<RollingMoments>(period), {x});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
