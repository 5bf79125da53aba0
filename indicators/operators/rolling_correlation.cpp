#include "indicators/operators/rolling_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

// Sums of a and b, each less an origin in or near its window, of their squares and their product.
struct PairSums {
  double origin_a;
  double origin_b;
  double a;
  double b;
  double aa;
  double bb;
  double ab;
};

inline double spread_of(double period, double squares, double sum) {
  return period * squares - sum * sum;
}

inline double correlation_of(const PairSums& sums, double period) {
  const double spread_a = spread_of(period, sums.aa, sums.a);
  const double spread_b = spread_of(period, sums.bb, sums.b);
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

// Of one window by itself. Distances are taken from the newest values, which are as near to the
// means as the window is wide.
inline double correlation_at(const double* a, const double* b, std::size_t period) {
  PairSums sums{*a, *b, 0.0, 0.0, 0.0, 0.0, 0.0};
  for (std::size_t k = 1; k < period; ++k) add_pair(sums, *(a - k), *(b - k), 1.0);
  return correlation_of(sums, static_cast<double>(period));
}

// The largest sums of squares that a run has had, and the smallest spreads they came down to.
struct PairCancellation {
  Cancellation a;
  Cancellation b;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

struct PairLanes {
  V a;
  V b;
  V aa;
  V bb;
  V ab;
};

HWY_INLINE V spread_lanes(V period, V squares, V sum) {
  return hn::NegMulAdd(sum, sum, hn::Mul(period, squares));
}

HWY_INLINE V correlation_lanes(const PairLanes& sums, V period, V spread_a, V spread_b) {
  const D d;
  const V common = hn::NegMulAdd(sums.a, sums.b, hn::Mul(period, sums.ab));
  const V zero = hn::Zero(d);
  const auto level = hn::Or(hn::Le(spread_a, zero), hn::Le(spread_b, zero));
  const V ratio = hn::Div(common, hn::Sqrt(hn::Mul(spread_a, spread_b)));
  return hn::IfThenElse(level, zero, ratio);
}

void run_short_correlation(const double* a, const double* b, std::size_t period, double* out,
                           std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const V length = hn::Set(d, static_cast<double>(period));
  const V zero = hn::Zero(d);
  std::size_t i = 0;
  for (; lanes > 1 && i + lanes <= n; i += lanes) {
    const V newest_a = hn::LoadU(d, a + i);
    const V newest_b = hn::LoadU(d, b + i);
    PairLanes sums{zero, zero, zero, zero, zero};
    for (std::size_t k = 1; k < period; ++k) {
      const V x = hn::Sub(hn::LoadU(d, a + i - k), newest_a);
      const V y = hn::Sub(hn::LoadU(d, b + i - k), newest_b);
      sums.a = hn::Add(sums.a, x);
      sums.b = hn::Add(sums.b, y);
      sums.aa = hn::MulAdd(x, x, sums.aa);
      sums.bb = hn::MulAdd(y, y, sums.bb);
      sums.ab = hn::MulAdd(x, y, sums.ab);
    }
    const V spread_a = spread_lanes(length, sums.aa, sums.a);
    const V spread_b = spread_lanes(length, sums.bb, sums.b);
    hn::StoreU(correlation_lanes(sums, length, spread_a, spread_b), d, out + i);
  }
  for (; i < n; ++i) out[i] = correlation_at(a + i, b + i, period);
}

struct PairScan {
  VectorScan a;
  VectorScan b;
  VectorScan aa;
  VectorScan bb;
  VectorScan ab;
};

// What enters and leaves the sums.
HWY_INLINE PairLanes changes_of(V x, V y, V old_x, V old_y) {
  const V a = hn::Sub(x, old_x);
  const V b = hn::Sub(y, old_y);
  return {a, b, hn::Mul(a, hn::Add(x, old_x)), hn::Mul(b, hn::Add(y, old_y)),
          hn::NegMulAdd(old_x, old_y, hn::Mul(x, y))};
}

HWY_INLINE void begin_pair(PairScan& scan, const PairSums& sums, const PairLanes& change) {
  begin_sum(scan.a, sums.a, change.a);
  begin_sum(scan.b, sums.b, change.b);
  begin_sum(scan.aa, sums.aa, change.aa);
  begin_sum(scan.bb, sums.bb, change.bb);
  begin_sum(scan.ab, sums.ab, change.ab);
}

HWY_INLINE void next_pair(PairScan& scan, const PairLanes& change) {
  next_scan(scan.a, change.a);
  next_scan(scan.b, change.b);
  next_scan(scan.aa, change.aa);
  next_scan(scan.bb, change.bb);
  next_scan(scan.ab, change.ab);
}

HWY_INLINE void end_pair(const PairScan& scan, PairSums& sums) {
  sums.a = end_scan(scan.a);
  sums.b = end_scan(scan.b);
  sums.aa = end_scan(scan.aa);
  sums.bb = end_scan(scan.bb);
  sums.ab = end_scan(scan.ab);
}

struct CancellationLanes {
  V most;
  V least;
};

HWY_INLINE void watch(CancellationLanes& seen, V size, V spread) {
  seen.most = hn::Max(seen.most, size);
  seen.least = hn::Min(seen.least, spread);
}

HWY_INLINE Cancellation over_lanes(const CancellationLanes& seen) {
  const D d;
  return {hn::GetLane(hn::MaxOfLanes(d, seen.most)), hn::GetLane(hn::MinOfLanes(d, seen.least))};
}

PairCancellation run_correlation(const double* a, const double* b, std::size_t period, double* out,
                                 std::size_t n, PairSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old_a = a - period;
  const double* old_b = b - period;
  const double length = static_cast<double>(period);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  PairCancellation seen{{0.0, infinity}, {0.0, infinity}};
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V lengths = hn::Set(d, length);
    const V origin_a = hn::Set(d, sums.origin_a);
    const V origin_b = hn::Set(d, sums.origin_b);
    CancellationLanes seen_a{hn::Zero(d), hn::Set(d, infinity)};
    CancellationLanes seen_b = seen_a;
    PairScan scan;
    for (; i + lanes <= n; i += lanes) {
      const PairLanes change = changes_of(
          hn::Sub(hn::LoadU(d, a + i), origin_a), hn::Sub(hn::LoadU(d, b + i), origin_b),
          hn::Sub(hn::LoadU(d, old_a + i), origin_a), hn::Sub(hn::LoadU(d, old_b + i), origin_b));
      if (i == 0) {
        begin_pair(scan, sums, change);
      } else {
        next_pair(scan, change);
      }
      const PairLanes now{scan.a.y, scan.b.y, scan.aa.y, scan.bb.y, scan.ab.y};
      const V spread_a = spread_lanes(lengths, now.aa, now.a);
      const V spread_b = spread_lanes(lengths, now.bb, now.b);
      hn::StoreU(correlation_lanes(now, lengths, spread_a, spread_b), d, out + i);
      watch(seen_a, hn::Mul(lengths, now.aa), spread_a);
      watch(seen_b, hn::Mul(lengths, now.bb), spread_b);
    }
    end_pair(scan, sums);
    seen = {over_lanes(seen_a), over_lanes(seen_b)};
  }
  for (; i < n; ++i) {
    add_pair(sums, a[i], b[i], 1.0);
    add_pair(sums, old_a[i], old_b[i], -1.0);
    out[i] = correlation_of(sums, length);
    seen.a = {std::max(seen.a.most, length * sums.aa),
              std::min(seen.a.least, spread_of(length, sums.aa, sums.a))};
    seen.b = {std::max(seen.b.most, length * sums.bb),
              std::min(seen.b.least, spread_of(length, sums.bb, sums.b))};
  }
  return seen;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_short_correlation);
HWY_EXPORT(run_correlation);

// The longest window that is cheaper, or nearly, summed by itself.
constexpr std::size_t short_pairs = 10;

class ShortCorrelation final : public Operator {
 public:
  explicit ShortCorrelation(std::size_t period) : period_(period) {}

  std::string key() const override { return "short correlation" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<ShortCorrelation>(period_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  std::size_t lookback() const override { return period_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = std::min(n, period_ - 1 - std::min(seen_, period_ - 1));
    seen_ += n;
    TAIPAN_DISPATCH(run_short_correlation, kernel)
    (in[0] + i, in[1] + i, period_, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (++seen_ >= period_) advance(in, out, t);
  }
  Settled settled() override {
    return seen_ < period_ ? nullptr : threaded<&ShortCorrelation::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = correlation_at(in[0] + t, in[1] + t, period_);
  }

  std::size_t period_;
  std::size_t seen_ = 0;
};

// A correlation near 0 is the difference of larger numbers, and shows their errors.
constexpr std::size_t pair_interval = 128;

// What of a spread may have been cancelled since its sums were taken: about ten digits are left.
constexpr double most_cancelled = 1e5;

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
    most_a_ = most_b_ = 0.0;
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sums_, most_a_, most_b_);
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
      const PairSums before = sums_;
      const PairCancellation seen =
          TAIPAN_DISPATCH(run_correlation, kernel)(a + i, b + i, period_, y + i, run, sums_);
      const double most_a = std::max(most_a_, seen.a.most);
      const double most_b = std::max(most_b_, seen.b.most);
      if (!holds(most_a, seen.a.least, most_b, seen.b.least)) {
        sums_ = before;
        for (const std::size_t end = i + run; i < end; ++i) y[i] = advance(a + i, b + i);
        continue;
      }
      most_a_ = most_a;
      most_b_ = most_b;
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t, in[1] + t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingCorrelation::go_on>; }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = slide(in[0] + t, in[1] + t);
  }

  double length() const { return static_cast<double>(period_); }

  // Whether enough digits are left. Sums that are not numbers hold nothing.
  bool holds(double most_a, double least_a, double most_b, double least_b) const {
    return std::isfinite(sums_.aa + sums_.bb) && most_a <= most_cancelled * least_a &&
           most_b <= most_cancelled * least_b;
  }

  double advance(const double* a, const double* b) {
    if (!filling()) return slide(a, b);
    if (seen_ == 0) sums_ = {*a, *b, 0.0, 0.0, 0.0, 0.0, 0.0};
    ++seen_;
    add_pair(sums_, *a, *b, 1.0);
    return filling() ? 0.0 : held(a, b);
  }

  double slide(const double* a, const double* b) {
    if (until_anchor_ == 0) anchor(a, b);
    --until_anchor_;
    add_pair(sums_, *a, *b, 1.0);
    add_pair(sums_, *(a - period_), *(b - period_), -1.0);
    return held(a, b);
  }

  // The correlation, of sums that hold enough digits.
  double held(const double* a, const double* b) {
    most_a_ = std::max(most_a_, length() * sums_.aa);
    most_b_ = std::max(most_b_, length() * sums_.bb);
    const double spread_a = spread_of(length(), sums_.aa, sums_.a);
    const double spread_b = spread_of(length(), sums_.bb, sums_.b);
    if (!holds(most_a_, spread_a, most_b_, spread_b)) anchor(a + 1, b + 1);
    return correlation_of(sums_, length());
  }

  // The sums of the windows that end before a and b.
  void anchor(const double* a, const double* b) {
    a -= period_;
    b -= period_;
    sums_ = {mean_of(a, period_), mean_of(b, period_), 0.0, 0.0, 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < period_; ++i) add_pair(sums_, a[i], b[i], 1.0);
    most_a_ = length() * sums_.aa;
    most_b_ = length() * sums_.bb;
    until_anchor_ = interval_;
  }

  PairSums sums_{};
  double most_a_ = 0.0;  // sums of squares since they were taken
  double most_b_ = 0.0;
};

}  // namespace

Series rolling_correlation(Series a, Series b, std::size_t period) {
  // Nothing varies over one value, but rounding might.
  if (period == 1) return 0.0 * (a + b);
  if (period <= short_pairs) {
    return a.graph().apply(std::make_unique<ShortCorrelation>(period), {a, b});
  }
  return a.graph().apply(std::make_unique<RollingCorrelation>(period), {a, b});
}

}  // namespace taipan
#endif  // HWY_ONCE
