#include "indicators/operators/rolling_correlation.h"

#include <algorithm>
#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_correlation.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ROLLING_CORRELATION_ONCE
#define TAIPAN_ROLLING_CORRELATION_ONCE
namespace taipan {

// Sums of a and b, each less an origin near its window's mean, of their squares and their product.
struct PairSums {
  double origin_a;
  double origin_b;
  double a;
  double b;
  double aa;
  double bb;
  double ab;
};

inline double correlation_of(const PairSums& sums, double period) {
  const double spread_a = period * sums.aa - sums.a * sums.a;
  const double spread_b = period * sums.bb - sums.b * sums.b;
  if (spread_a <= 0.0 || spread_b <= 0.0) return 0.0;
  return (period * sums.ab - sums.a * sums.b) / std::sqrt(spread_a * spread_b);
}

inline void add_pair(PairSums& sums, double a, double b, double sign) {
  const double x = a - sums.origin_a;
  const double y = b - sums.origin_b;
  sums.a += sign * x;
  sums.b += sign * y;
  sums.aa += sign * (x * x);
  sums.bb += sign * (y * y);
  sums.ab += sign * (x * y);
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

struct PairScan {
  VectorScan a;
  VectorScan b;
  VectorScan aa;
  VectorScan bb;
  VectorScan ab;
};

HWY_INLINE V correlation_lanes(const PairScan& scan, V period) {
  const D d;
  const V spread_a = hn::NegMulAdd(scan.a.y, scan.a.y, hn::Mul(period, scan.aa.y));
  const V spread_b = hn::NegMulAdd(scan.b.y, scan.b.y, hn::Mul(period, scan.bb.y));
  const V common = hn::NegMulAdd(scan.a.y, scan.b.y, hn::Mul(period, scan.ab.y));
  const V zero = hn::Zero(d);
  const auto level = hn::Or(hn::Le(spread_a, zero), hn::Le(spread_b, zero));
  const V ratio = hn::Div(common, hn::Sqrt(hn::Mul(spread_a, spread_b)));
  return hn::IfThenElse(level, zero, ratio);
}

void run_correlation(const double* a, const double* b, std::size_t period, double* out,
                     std::size_t n, PairSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old_a = a - period;
  const double* old_b = b - period;
  const double length = static_cast<double>(period);
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V lengths = hn::Set(d, length);
    const V origin_a = hn::Set(d, sums.origin_a);
    const V origin_b = hn::Set(d, sums.origin_b);
    PairScan scan;
    for (; i + lanes <= n; i += lanes) {
      const V x = hn::Sub(hn::LoadU(d, a + i), origin_a);
      const V y = hn::Sub(hn::LoadU(d, b + i), origin_b);
      const V u = hn::Sub(hn::LoadU(d, old_a + i), origin_a);
      const V v = hn::Sub(hn::LoadU(d, old_b + i), origin_b);
      const V change_a = hn::Sub(x, u);
      const V change_b = hn::Sub(y, v);
      const V change_aa = hn::Mul(change_a, hn::Add(x, u));
      const V change_bb = hn::Mul(change_b, hn::Add(y, v));
      const V change_ab = hn::NegMulAdd(u, v, hn::Mul(x, y));
      if (i == 0) {
        begin_sum(scan.a, sums.a, change_a);
        begin_sum(scan.b, sums.b, change_b);
        begin_sum(scan.aa, sums.aa, change_aa);
        begin_sum(scan.bb, sums.bb, change_bb);
        begin_sum(scan.ab, sums.ab, change_ab);
      } else {
        next_scan(scan.a, change_a);
        next_scan(scan.b, change_b);
        next_scan(scan.aa, change_aa);
        next_scan(scan.bb, change_bb);
        next_scan(scan.ab, change_ab);
      }
      hn::StoreU(correlation_lanes(scan, lengths), d, out + i);
    }
    sums.a = end_scan(scan.a);
    sums.b = end_scan(scan.b);
    sums.aa = end_scan(scan.aa);
    sums.bb = end_scan(scan.bb);
    sums.ab = end_scan(scan.ab);
  }
  for (; i < n; ++i) {
    add_pair(sums, a[i], b[i], 1.0);
    add_pair(sums, old_a[i], old_b[i], -1.0);
    out[i] = correlation_of(sums, length);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_correlation);

// A correlation near 0 is the difference of larger numbers, and shows their errors.
constexpr std::size_t pair_interval = 128;

class RollingCorrelation final : public RunningWindow {
 public:
  explicit RollingCorrelation(std::size_t period) : RunningWindow(period) {
    interval_ = std::max(pair_interval, period);
  }

  std::string key() const override { return "correlation" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingCorrelation>(period_);
  }
  void reset() override {
    RunningWindow::reset();
    sums_ = {};
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sums_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* a = in[0];
    const double* b = in[1];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = advance(a + i, b + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(a + i, b + i);
      const std::size_t run = run_length(n - i);
      TAIPAN_DISPATCH(run_correlation, kernel)(a + i, b + i, period_, y + i, run, sums_);
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t, in[1] + t);
  }
  Instruction::Run settled() override {
    return filling() ? nullptr : threaded<&RollingCorrelation::go_on>;
  }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    slide(in[0] + t, in[1] + t);
    out[0][t] = correlation_of(sums_, static_cast<double>(period_));
  }

  double advance(const double* a, const double* b) {
    if (filling()) {
      if (seen_ == 0) sums_ = {*a, *b, 0.0, 0.0, 0.0, 0.0, 0.0};
      ++seen_;
      add_pair(sums_, *a, *b, 1.0);
    } else {
      slide(a, b);
    }
    return correlation_of(sums_, static_cast<double>(period_));
  }

  void slide(const double* a, const double* b) {
    if (until_anchor_ == 0) anchor(a, b);
    --until_anchor_;
    add_pair(sums_, *a, *b, 1.0);
    add_pair(sums_, *(a - period_), *(b - period_), -1.0);
  }

  void anchor(const double* a, const double* b) {
    const double poison = (sums_.aa - sums_.aa) + (sums_.bb - sums_.bb);
    const double length = static_cast<double>(period_);
    a -= period_;
    b -= period_;
    const double mean_a = sum_of(a, period_) / length;
    const double mean_b = sum_of(b, period_) / length;
    sums_ = {mean_a + poison, mean_b + poison, 0.0, 0.0, 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < period_; ++i) add_pair(sums_, a[i], b[i], 1.0);
    until_anchor_ = interval_;
  }

  PairSums sums_{};
};

}  // namespace

Series rolling_correlation(Series a, Series b, std::size_t period) {
  // Nothing varies over one value, but rounding might.
  if (period == 1) return 0.0 * (a + b);
  return a.graph().apply(std::make_unique<RollingCorrelation>(period), {a, b});
}

}  // namespace taipan
#endif  // HWY_ONCE
