#include "indicators/operators/rolling_moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_moments.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/short_moments.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ROLLING_MOMENTS_ONCE
#define TAIPAN_ROLLING_MOMENTS_ONCE
namespace taipan {

// Sums of (x - origin) and its square over a window; the origin lies near the window's mean, so
// that the variance is not the difference of two large numbers.
struct WindowSums {
  double origin;
  double first;
  double second;
};

// A variance that rounding has not made negative, or its root.
inline double spread_of(double variance, bool root) {
  const double positive = 0.0 > variance ? 0.0 : variance;
  return root ? std::sqrt(positive) : positive;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// What a window's sums say of its mean and its spread: the variance, or its root.
struct MomentsOf {
  V origin;
  V scale;
};

template <bool root>
HWY_INLINE V store_moments(const MomentsOf& of, V first, V square, double* mean, double* spread) {
  const D d;
  const V m = hn::Mul(of.scale, first);
  hn::StoreU(hn::Add(of.origin, m), d, mean);
  // The second argument is answered for NaN: it must stay one.
  const V variance = hn::Max(hn::Zero(d), hn::NegMulAdd(m, m, square));
  hn::StoreU(root ? hn::Sqrt(variance) : variance, d, spread);
  return variance;
}

template <bool root>
Cancellation moments(const double* x, std::size_t period, double* mean, double* spread,
                     std::size_t n, WindowSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double scale = 1.0 / static_cast<double>(period);
  const double* old = x - period;
  Cancellation seen{0.0, std::numeric_limits<double>::infinity()};
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const MomentsOf of{hn::Set(d, sums.origin), hn::Set(d, scale)};
    V most = hn::Set(d, seen.most);
    V least = hn::Set(d, seen.least);
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
      const V mean_square = hn::Mul(of.scale, second.y);
      most = hn::Max(most, mean_square);
      least = hn::Min(least, store_moments<root>(of, first.y, mean_square, mean + i, spread + i));
    }
    sums.first = end_scan(first);
    sums.second = end_scan(second);
    seen = {hn::GetLane(hn::MaxOfLanes(d, most)), hn::GetLane(hn::MinOfLanes(d, least))};
  }
  for (; i < n; ++i) {
    const double in = x[i] - sums.origin;
    const double gone = old[i] - sums.origin;
    sums.first += in - gone;
    sums.second += (in - gone) * (in + gone);
    const double m = scale * sums.first;
    const double v = scale * sums.second - m * m;
    mean[i] = sums.origin + m;
    spread[i] = spread_of(v, root);
    seen = {std::max(seen.most, scale * sums.second), std::min(seen.least, v)};
  }
  return seen;
}

Cancellation run_moments(bool root, const double* x, std::size_t period, double* mean,
                         double* spread, std::size_t n, WindowSums& sums) {
  if (root) return moments<true>(x, period, mean, spread, n, sums);
  return moments<false>(x, period, mean, spread, n, sums);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_moments);

// What of a variance may have been cancelled since its sums were taken: about ten digits are
// left at the least. A spike that has left the window leaves no error behind.
constexpr double most_cancelled = 1e6;

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

class RollingMoments final : public RunningWindow {
 public:
  RollingMoments(std::size_t period, bool root) : RunningWindow(period), root_(root) {}

  std::string key() const override {
    return (root_ ? "deviation and mean" : "moments") + std::to_string(period_);
  }
  std::size_t outputs() const override { return 2; }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingMoments>(period_, root_);
  }
  void reset() override {
    RunningWindow::reset();
    sums_ = {};
    most_ = 0.0;
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sums_, most_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) advance(x + i, out[0] + i, out[1] + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i);
      const std::size_t run = run_length(n - i);
      const WindowSums before = sums_;
      const Cancellation seen = TAIPAN_DISPATCH(run_moments, kernel)(
          root_, x + i, period_, out[0] + i, out[1] + i, run, sums_);
      const double most = std::max(most_, seen.most);
      if (most > most_cancelled * seen.least) {
        sums_ = before;
        for (const std::size_t end = i + run; i < end; ++i) {
          advance(x + i, out[0] + i, out[1] + i);
        }
        continue;
      }
      most_ = most;
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in[0] + t, out[0] + t, out[1] + t);
  }
  Instruction::Run settled() override {
    if (filling()) return nullptr;
    return root_ ? threaded<&RollingMoments::go_on<true>> : threaded<&RollingMoments::go_on<false>>;
  }

 private:
  template <bool root>
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    slide(in[0] + t);
    finish(in[0] + t, root, out[0] + t, out[1] + t);
  }

  void advance(const double* x, double* mean, double* spread) {
    if (filling()) {
      if (seen_ == 0) sums_.origin = *x;
      ++seen_;
      const double y = *x - sums_.origin;
      sums_.first += y;
      sums_.second += y * y;
    } else {
      slide(x);
    }
    finish(x, root_, mean, spread);
  }

  void slide(const double* x) {
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    const double y = *x - sums_.origin;
    const double gone = *(x - period_) - sums_.origin;
    sums_.first += y - gone;
    sums_.second += (y - gone) * (y + gone);
  }

  void finish(const double* x, bool root, double* mean, double* spread) {
    double v = variance();
    most_ = std::max(most_, scale() * sums_.second);
    if (!filling() && most_ > most_cancelled * v) {
      anchor(x + 1);
      v = variance();
    }
    *mean = sums_.origin + scale() * sums_.first;
    *spread = spread_of(v, root);
  }

  double scale() const { return scale_; }

  double variance() const {
    const double m = scale() * sums_.first;
    return scale() * sums_.second - m * m;
  }

  // The sums of the window that ends before x.
  void anchor(const double* x) {
    const double poison = sums_.second - sums_.second;
    const double* window = x - period_;
    const double mean = sum_of(window, period_) / static_cast<double>(period_);
    sums_ = sums_of(window, period_, mean + poison);
    most_ = scale() * sums_.second;
    until_anchor_ = interval_;
  }

  bool root_;
  double scale_ = 1.0 / static_cast<double>(period_);
  WindowSums sums_{};
  double most_ = 0.0;  // mean square since the sums were taken
};

std::unique_ptr<Operator> moments_operator(std::size_t period, bool root) {
  if (period <= short_window) return short_moments(period, root);
  return std::make_unique<RollingMoments>(period, root);
}

}  // namespace

Moments rolling_moments(Series x, std::size_t period) {
  // Running sums would leave a rounding error, whose root is no small number.
  if (period == 1) return {x, 0.0 * x};
  const auto both = x.graph().apply_all(moments_operator(period, false), {x});
  return {both[0], both[1]};
}

StandardDeviation rolling_standard_deviation(Series x, std::size_t period) {
  if (period == 1) return {x, 0.0 * x};
  const auto both = x.graph().apply_all(moments_operator(period, true), {x});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
