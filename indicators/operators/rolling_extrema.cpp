#include "indicators/operators/rolling_extrema.h"

#include <algorithm>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_extrema.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_ROLLING_EXTREMA_ONCE
#define TAIPAN_ROLLING_EXTREMA_ONCE
namespace taipan {

enum class Extreme { highest, lowest };

// The value that no other loses against.
template <Extreme which>
inline constexpr double worst = which == Extreme::highest ? -std::numeric_limits<double>::infinity()
                                                          : std::numeric_limits<double>::infinity();

template <Extreme which>
double better(double a, double b) {
  if constexpr (which == Extreme::highest) return a > b ? a : b;
  return a < b ? a : b;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

template <Extreme which>
HWY_INLINE V better_lanes(V a, V b) {
  if constexpr (which == Extreme::highest) return hn::Max(a, b);
  return hn::Min(a, b);
}

// work[i] becomes the better of work[i] and work[i - shift], for i in [shift, n), in place: from
// the end, so that what is read has not been changed.
template <Extreme which>
HWY_INLINE void widen(double* work, std::size_t n, std::size_t shift) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = n;
  for (; i >= shift + lanes; i -= lanes) {
    const V a = hn::LoadU(d, work + i - lanes);
    const V b = hn::LoadU(d, work + i - lanes - shift);
    hn::StoreU(better_lanes<which>(a, b), d, work + i - lanes);
  }
  for (; i > shift; --i) work[i - 1] = better<which>(work[i - 1], work[i - 1 - shift]);
}

// `work` holds period - 1 earlier values and then n; windows double in length until two of them
// cover the period. log2(period) passes over data in the first-level cache.
template <Extreme which>
void extremes(double* work, std::size_t period, double* out, std::size_t n) {
  const std::size_t total = n + period - 1;
  std::size_t width = 1;
  for (; 2 * width <= period; width *= 2) widen<which>(work, total, width);
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* newer = work + period - 1;
  const double* older = work + width - 1;
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(better_lanes<which>(hn::LoadU(d, newer + i), hn::LoadU(d, older + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = better<which>(newer[i], older[i]);
}

void run_extremes(Extreme which, double* work, std::size_t period, double* out, std::size_t n) {
  if (which == Extreme::highest) return extremes<Extreme::highest>(work, period, out, n);
  extremes<Extreme::lowest>(work, period, out, n);
}

// Copies, and tells whether there is a NaN.
bool copy_has_nan(const double* from, double* to, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  auto found = hn::MaskFromVec(hn::Zero(d));
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V x = hn::LoadU(d, from + i);
    found = hn::Or(found, hn::IsNaN(x));
    hn::StoreU(x, d, to + i);
  }
  bool any = !hn::AllFalse(d, found);
  for (; i < n; ++i) any |= (to[i] = from[i]) != from[i];
  return any;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_extremes);
HWY_EXPORT(copy_has_nan);

// Steps keep the best of the present group of `period` values and, for the group before, the best
// from each place to its end: together they cover the window (van Herk, 1992; Gil and Werman,
// 1993). Two comparisons a value, amortised.
template <Extreme which>
class RollingExtreme final : public Operator {
 public:
  explicit RollingExtreme(std::size_t period) : period_(period), tail_(period + 1) { reset(); }

  std::string key() const override {
    return (which == Extreme::highest ? "highest" : "lowest") + std::to_string(period_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingExtreme>(period_);
  }
  void reset() override {
    seen_ = 0;
    after_block_ = false;
    begin_group();
    std::fill(tail_.begin(), tail_.end(), worst<which>);
    since_nan_ = period_;
  }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  std::size_t lookback() const override { return period_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    // Windows that are not yet full have no output.
    const std::size_t history = std::min(seen_, period_ - 1);
    const std::size_t skipped = period_ - 1 - history;
    seen_ += n;
    after_block_ = true;
    if (n <= skipped) return;
    const std::size_t total = history + n;
    if (work_.size() < total) work_.resize(total);
    const bool has_nan = TAIPAN_DISPATCH(copy_has_nan, kernel)(x - history, work_.data(), total);
    if (has_nan) {
      std::replace_if(
          work_.begin(), work_.begin() + static_cast<std::ptrdiff_t>(total),
          [](double v) { return v != v; }, worst<which>);
    }
    const std::size_t count = total - (period_ - 1);
    double* y = out[0] + skipped;
    TAIPAN_DISPATCH(run_extremes, kernel)(which, work_.data(), period_, y, count);
    if (has_nan) spoil(x - history, y, count);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    if (after_block_) resume(x);
    const double value = *x;
    since_nan_ = value != value ? 0 : since_nan_ + 1;
    if (value == value) best_ = better<which>(best_, value);
    ++seen_;
    ++place_;
    const double y = better<which>(best_, tail_[place_]);
    out[0][t] = since_nan_ < period_ ? std::numeric_limits<double>::quiet_NaN() : y;
    if (place_ == period_) {
      gather_tail(x + 1, period_);
      begin_group();
    }
  }

 private:
  void begin_group() {
    place_ = 0;
    best_ = worst<which>;
  }

  // NaN for the windows that hold one.
  void spoil(const double* x, double* out, std::size_t count) const {
    std::size_t since = period_;
    for (std::size_t i = 0; i < count + period_ - 1; ++i) {
      since = x[i] != x[i] ? 0 : since + 1;
      if (i + 1 >= period_ && since < period_) {
        out[i + 1 - period_] = std::numeric_limits<double>::quiet_NaN();
      }
    }
  }

  // tail_[i]: the best of the last (period - i) values before `end`, of which `known` exist.
  void gather_tail(const double* end, std::size_t known) {
    double best = worst<which>;
    for (std::size_t back = 1; back <= period_; ++back) {
      if (back <= known) {
        const double value = *(end - back);
        if (value == value) best = better<which>(best, value);
      }
      tail_[period_ - back] = best;
    }
    tail_[period_] = worst<which>;
  }

  // Steps after a block: the group before is what precedes x.
  void resume(const double* x) {
    const std::size_t known = std::min(seen_, period_);
    gather_tail(x, known);
    begin_group();
    since_nan_ = 0;
    while (since_nan_ < known && *(x - 1 - since_nan_) == *(x - 1 - since_nan_)) ++since_nan_;
    if (since_nan_ == known) since_nan_ = period_;
    after_block_ = false;
  }

  std::size_t period_;
  std::size_t seen_ = 0;
  std::size_t place_ = 0;  // values of the present group
  double best_ = 0.0;      // of the present group
  std::vector<double> tail_;
  std::size_t since_nan_ = 0;
  bool after_block_ = false;
  std::vector<double> work_;
};

}  // namespace

Series rolling_max(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingExtreme<Extreme::highest>>(period), {x});
}

Series rolling_min(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingExtreme<Extreme::lowest>>(period), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
