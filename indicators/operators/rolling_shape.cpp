#include "indicators/operators/rolling_shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_shape.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ROLLING_SHAPE_ONCE
#define TAIPAN_ROLLING_SHAPE_ONCE
namespace taipan {

enum class Shape { skewness, kurtosis };

// Sums over a window of (x - origin) to the powers 1 to 4; the origin lies near its mean.
struct PowerSums {
  double origin = 0.0;
  std::array<double, 4> power{};
};

inline void add_powers(PowerSums& sums, double x, double sign) {
  const double y = x - sums.origin;
  const double square = y * y;
  sums.power[0] += sign * y;
  sums.power[1] += sign * square;
  sums.power[2] += sign * (square * y);
  sums.power[3] += sign * (square * square);
}

// The moments about the mean from those about the origin.
struct CentralMoments {
  double second;
  double third;
  double fourth;
};

inline CentralMoments central(const PowerSums& sums, double scale) {
  const double m = scale * sums.power[0];
  const double q2 = scale * sums.power[1];
  const double q3 = scale * sums.power[2];
  const double q4 = scale * sums.power[3];
  const double square = m * m;
  return {q2 - square, q3 - m * (3.0 * q2 - 2.0 * square),
          q4 - m * (4.0 * q3 - m * (6.0 * q2 - 3.0 * square))};
}

inline double shape_of(const CentralMoments& m, Shape shape) {
  if (m.second < std::numeric_limits<double>::epsilon()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (shape == Shape::skewness) return m.third / (m.second * std::sqrt(m.second));
  return m.fourth / (m.second * m.second) - 3.0;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

template <Shape shape>
Cancellation shapes(const double* x, std::size_t period, double* out, std::size_t n,
                    PowerSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double scale = 1.0 / static_cast<double>(period);
  const double* old = x - period;
  Cancellation seen{0.0, std::numeric_limits<double>::infinity()};
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V origin = hn::Set(d, sums.origin);
    const V scales = hn::Set(d, scale);
    const V three = hn::Set(d, 3.0);
    const V level = hn::Set(d, std::numeric_limits<double>::epsilon());
    V most = hn::Set(d, seen.most);
    V least = hn::Set(d, seen.least);
    VectorScan scan[4];
    for (; i + lanes <= n; i += lanes) {
      const V in = hn::Sub(hn::LoadU(d, x + i), origin);
      const V gone = hn::Sub(hn::LoadU(d, old + i), origin);
      const V in2 = hn::Mul(in, in);
      const V gone2 = hn::Mul(gone, gone);
      const V change[4] = {hn::Sub(in, gone), hn::Sub(in2, gone2),
                           hn::NegMulAdd(gone2, gone, hn::Mul(in2, in)),
                           hn::NegMulAdd(gone2, gone2, hn::Mul(in2, in2))};
#pragma GCC unroll 4
      for (std::size_t k = 0; k < 4; ++k) {
        if (i == 0) {
          begin_sum(scan[k], sums.power[k], change[k]);
        } else {
          next_scan(scan[k], change[k]);
        }
      }
      const V m = hn::Mul(scales, scan[0].y);
      const V q2 = hn::Mul(scales, scan[1].y);
      const V q3 = hn::Mul(scales, scan[2].y);
      const V q4 = hn::Mul(scales, scan[3].y);
      const V square = hn::Mul(m, m);
      const V m2 = hn::Sub(q2, square);
      const V inner = hn::NegMulAdd(three, square, hn::Mul(hn::Set(d, 6.0), q2));
      const V m4 = hn::NegMulAdd(m, hn::NegMulAdd(m, inner, hn::Mul(hn::Set(d, 4.0), q3)), q4);
      V y;
      if constexpr (shape == Shape::skewness) {
        const V twice = hn::Mul(hn::Set(d, 2.0), square);
        const V m3 = hn::NegMulAdd(m, hn::MulSub(three, q2, twice), q3);
        y = hn::Div(m3, hn::Mul(m2, hn::Sqrt(m2)));
      } else {
        y = hn::Sub(hn::Div(m4, hn::Mul(m2, m2)), three);
      }
      hn::StoreU(hn::IfThenElse(hn::Lt(m2, level), hn::NaN(d), y), d, out + i);
      most = hn::Max(most, q4);
      least = hn::Min(least, m4);
    }
    for (std::size_t k = 0; k < 4; ++k) sums.power[k] = end_scan(scan[k]);
    seen = {hn::GetLane(hn::MaxOfLanes(d, most)), hn::GetLane(hn::MinOfLanes(d, least))};
  }
  for (; i < n; ++i) {
    add_powers(sums, x[i], 1.0);
    add_powers(sums, old[i], -1.0);
    const CentralMoments moments = central(sums, scale);
    out[i] = shape_of(moments, shape);
    seen = {std::max(seen.most, scale * sums.power[3]), std::min(seen.least, moments.fourth)};
  }
  return seen;
}

Cancellation run_shapes(Shape shape, const double* x, std::size_t period, double* out,
                        std::size_t n, PowerSums& sums) {
  if (shape == Shape::skewness) return shapes<Shape::skewness>(x, period, out, n, sums);
  return shapes<Shape::kurtosis>(x, period, out, n, sums);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_shapes);

// Fourth powers of distances to an old origin outgrow those to the mean soon.
constexpr std::size_t shape_interval = 128;

// What of the fourth moment may have been cancelled: some twelve digits are left at the least. The
// second and third have then lost fewer: a mean of powers is at most the same power of a mean of
// higher ones.
constexpr double most_cancelled = 1e3;

class RollingShape final : public Operator {
 public:
  RollingShape(std::size_t period, Shape shape)
      : period_(period), interval_(std::max(shape_interval, period)), shape_(shape) {}

  std::string key() const override {
    return "shape" + std::to_string(static_cast<int>(shape_)) + ',' + std::to_string(period_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingShape>(period_, shape_);
  }
  void reset() override {
    finite_ = until_anchor_ = 0;
    sums_ = {};
    most_ = 0.0;
  }
  void exchange(Archive& archive) override {
    archive.bounded(finite_, period_);
    archive(until_anchor_, sums_, most_);
  }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  // One more than the window: the value that leaves it.
  std::size_t lookback() const override { return period_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    for (std::size_t i = 0; i < n;) {
      const std::size_t run = std::min(n - i, until_anchor_);
      if (finite_ < period_ || run == 0) {
        y[i] = advance(x + i);
        ++i;
        continue;
      }
      const PowerSums before = sums_;
      const Cancellation seen =
          TAIPAN_DISPATCH(run_shapes, kernel)(shape_, x + i, period_, y + i, run, sums_);
      const double most = std::max(most_, seen.most);
      if (std::isfinite(sums_.power[3]) && most <= most_cancelled * seen.least) {
        most_ = most;
        until_anchor_ -= run;
        i += run;
        continue;
      }
      sums_ = before;
      for (const std::size_t end = i + run; i < end; ++i) y[i] = advance(x + i);
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t);
  }
  Settled settled() override { return threaded<&RollingShape::go_on>; }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = advance(in[0] + t);
  }

  double advance(const double* x) {
    if (!std::isfinite(*x)) finite_ = 0;
    const bool is_first = finite_ + 1 == period_;
    if (std::isfinite(*x) && finite_ < period_) ++finite_;
    if (finite_ < period_) return std::numeric_limits<double>::quiet_NaN();
    if (is_first || until_anchor_ == 0) {
      anchor(x);
    } else {
      --until_anchor_;
      add_powers(sums_, *x, 1.0);
      add_powers(sums_, *(x - period_), -1.0);
    }
    CentralMoments moments = central(sums_, scale());
    most_ = std::max(most_, scale() * sums_.power[3]);
    if (most_ > most_cancelled * moments.fourth) {
      anchor(x);
      moments = central(sums_, scale());
    }
    return shape_of(moments, shape_);
  }

  double scale() const { return 1.0 / static_cast<double>(period_); }

  // The sums of the window that ends with x.
  void anchor(const double* x) {
    const double* window = x + 1 - period_;
    sums_ = {sum_of(window, period_) * scale(), {}};
    for (std::size_t i = 0; i < period_; ++i) add_powers(sums_, window[i], 1.0);
    most_ = scale() * sums_.power[3];
    until_anchor_ = interval_;
  }

  std::size_t period_;
  std::size_t interval_;
  Shape shape_;
  std::size_t finite_ = 0;  // values in a row, up to a window
  std::size_t until_anchor_ = 0;
  PowerSums sums_{};
  double most_ = 0.0;  // fourth moment about the origin since the sums were taken
};

}  // namespace

Series rolling_skewness(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingShape>(period, Shape::skewness), {x});
}

Series rolling_kurtosis(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingShape>(period, Shape::kurtosis), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
