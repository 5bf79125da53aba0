#include "indicators/operators/rolling_extrema.h"

#include <algorithm>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_extrema.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"
#include "indicators/operators/window_extreme.h"

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

template <Extreme which>
HWY_INLINE V better_lanes(V a, V b) {
  if constexpr (which == Extreme::highest) return hn::Max(a, b);
  return hn::Min(a, b);
}

// out[i] = the best of `count` values of x, `apart` from each other, the newest at x[i]; from the
// end, so that out may be x.
template <Extreme which, std::size_t count>
HWY_INLINE void best_of(const double* x, std::size_t apart, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = n;
  for (; i >= lanes; i -= lanes) {
    const double* at = x + i - lanes;
    V best = hn::LoadU(d, at);
    for (std::size_t k = 1; k < count; ++k) {
      best = better_lanes<which>(best, hn::LoadU(d, at - k * apart));
    }
    hn::StoreU(best, d, out + i - lanes);
  }
  for (; i > 0; --i) {
    double best = x[i - 1];
    for (std::size_t k = 1; k < count; ++k) best = better<which>(best, *(x + i - 1 - k * apart));
    out[i - 1] = best;
  }
}

// Windows of `width` in x become windows of `period`, which spans `count` of them, the oldest
// overlapping: the best of each `width` apart, and of the one that ends the window.
template <Extreme which, std::size_t count>
HWY_INLINE void finish(const double* x, std::size_t width, std::size_t period, double* out,
                       std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t oldest = period - width;
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    V best = hn::LoadU(d, x + i);
    for (std::size_t k = 1; k + 1 < count; ++k) {
      best = better_lanes<which>(best, hn::LoadU(d, x + i - k * width));
    }
    hn::StoreU(better_lanes<which>(best, hn::LoadU(d, x + i - oldest)), d, out + i);
  }
  for (; i < n; ++i) {
    double best = x[i];
    for (std::size_t k = 1; k + 1 < count; ++k) best = better<which>(best, *(x + i - k * width));
    out[i] = better<which>(best, *(x + i - oldest));
  }
}

bool has_nan(const double* x, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  auto found = hn::MaskFromVec(hn::Zero(d));
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) found = hn::Or(found, hn::IsNaN(hn::LoadU(d, x + i)));
  bool any = !hn::AllFalse(d, found);
  for (; i < n; ++i) any |= x[i] != x[i];
  return any;
}

// out[i] = the best of x[i - 7 .. i], from i = 7 on, by shifts between registers; what is before is
// not meant to be read. Returns whether there was a NaN.
template <Extreme which>
bool windows_of_eight(const double* x, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  auto found = hn::MaskFromVec(hn::Zero(d));
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    V one = hn::LoadU(d, x);
    V two = one;
    V four = one;
    for (; i + lanes <= n; i += lanes) {
      const V now = hn::LoadU(d, x + i);
      found = hn::Or(found, hn::IsNaN(now));
      const V now_two = better_lanes<which>(now, shifted<1>(one, now));
      const V now_four = better_lanes<which>(now_two, shifted<2>(two, now_two));
      // In AVX2 the four values before are the vector before.
      const V other = HWY_TARGET == HWY_AVX3 ? shifted<4>(four, now_four) : four;
      hn::StoreU(better_lanes<which>(now_four, other), d, out + i);
      one = now;
      two = now_two;
      four = now_four;
    }
  }
  const bool any = !hn::AllFalse(d, found) || has_nan(x + i, n - i);
  const std::size_t begin = i < 7 ? 7 : i;
  if (begin < n) best_of<which, 8>(x + begin, 1, out + begin, n - begin);
  return any;
}

// Before the n values of x whose windows are wanted there are period - 1 earlier ones; work has
// room for all of them. Windows begin as eights and grow fourfold a pass, in data that stays in the
// first-level cache, until at most six of them span the period. False, and nothing of use, where
// there is a NaN.
template <Extreme which>
bool extremes(const double* x, double* work, std::size_t period, double* out, std::size_t n) {
  const std::size_t history = period - 1;
  std::size_t width = 1;
  const double* newest = x;
  if (period < 8) {
    if (has_nan(x - history, n + history)) return false;
  } else {
    if (windows_of_eight<which>(x - history, work, n + history)) return false;
    newest = work + history;
    for (width = 8; period > 6 * width; width *= 4) {
      // How far back the wider windows are complete.
      const std::size_t complete = period - 4 * width;
      double* from = work + history - complete;
      best_of<which, 4>(from, width, from, n + complete);
    }
  }
  switch ((period + width - 1) / width) {
    case 1:
      finish<which, 1>(newest, width, period, out, n);
      break;
    case 2:
      finish<which, 2>(newest, width, period, out, n);
      break;
    case 3:
      finish<which, 3>(newest, width, period, out, n);
      break;
    case 4:
      finish<which, 4>(newest, width, period, out, n);
      break;
    case 5:
      finish<which, 5>(newest, width, period, out, n);
      break;
    case 6:
      finish<which, 6>(newest, width, period, out, n);
      break;
    default:
      finish<which, 7>(newest, width, period, out, n);
      break;
  }
  return true;
}

bool run_extremes(Extreme which, const double* x, double* work, std::size_t period, double* out,
                  std::size_t n) {
  if (which == Extreme::highest) return extremes<Extreme::highest>(x, work, period, out, n);
  return extremes<Extreme::lowest>(x, work, period, out, n);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_extremes);

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
    after_block_ = looks_ = false;
    begin_group();
    std::fill(tail_.begin(), tail_.end(), worst<which>);
    since_nan_ = period_;
  }
  void exchange(Archive& archive) override {
    archive(seen_, best_, tail_, since_nan_, after_block_, looks_);
    archive.bounded(place_, period_ - 1);
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
    looks_ = false;
    if (n <= skipped) return;
    x += skipped;
    n -= skipped;
    double* y = out[0] + skipped;
    const double* begin = x - (period_ - 1);
    const std::size_t total = period_ - 1 + n;
    // Room for the values themselves too, should a NaN have to be taken out.
    if (work_.size() < 2 * total) work_.resize(2 * total);
    const auto run = TAIPAN_DISPATCH(run_extremes, kernel);
    if (run(which, x, work_.data(), period_, y, n)) return;
    double* clean = work_.data() + total;
    std::replace_copy_if(
        begin, begin + total, clean, [](double v) { return v != v; }, worst<which>);
    run(which, clean + (period_ - 1), work_.data(), period_, y, n);
    spoil(begin, y, n);
  }

  // State: the best of the present group, values since the last NaN, and the tail.
  BankStep bank() const override {
    return {period_ + 3, [period = period_](const BankRow& row) {
              if (row.seen() == 0) begin_symbols(row, period);
              const std::size_t place = row.seen() % period + 1;
              advance_row(row, period, place);
              if (place == period) gather_tails(row, period);
            }};
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
  // Short windows are looked at as a whole from then on; steps find their groups anew, as after a
  // block.
  Settled settled() override {
    if (seen_ < period_ || period_ > longest_looked_at) return nullptr;
    if (after_block_ && !looks_) return nullptr;
    after_block_ = looks_ = true;
    return threaded<&RollingExtreme::look>;
  }

 private:
  static void begin_symbols(const BankRow& row, std::size_t period) {
    row.fill(row.state(1), static_cast<double>(period));
    for (std::size_t i = 0; i < period + 2; ++i)
      row.fill(row.state(i == 0 ? 0 : i + 1), worst<which>);
  }

  static void advance_row(const BankRow& row, std::size_t period, std::size_t place) {
    const double* x = row.in(0);
    double* y = row.out();
    double* best = row.state(0);
    double* since_nan = row.state(1);
    const double* tail = row.state(2 + place);
    row.each([=, all = static_cast<double>(period)](std::size_t s) {
      const bool is_nan = x[s] != x[s];
      const double with = better<which>(best[s], x[s]);
      since_nan[s] = is_nan ? 0.0 : since_nan[s] + 1.0;
      best[s] = is_nan ? best[s] : with;
      const double found = better<which>(best[s], tail[s]);
      y[s] = since_nan[s] < all ? std::numeric_limits<double>::quiet_NaN() : found;
    });
  }

  static void gather_tails(const BankRow& row, std::size_t period) {
    double* best = row.state(0);
    row.fill(best, worst<which>);
    for (std::size_t back = 1; back <= period; ++back) {
      row.each([=, x = row.in(0, back - 1), tail = row.state(2 + period - back)](std::size_t s) {
        const double with = better<which>(best[s], x[s]);
        tail[s] = best[s] = x[s] != x[s] ? best[s] : with;
      });
    }
    row.fill(best, worst<which>);
  }

  void look(const double* const* in, double* const* out, std::size_t t) {
    const double* x = in[0] + t;
    since_nan_ = *x != *x ? 0 : since_nan_ + 1;
    const double best = extreme_of<which == Extreme::highest>(x, period_);
    out[0][t] = since_nan_ < period_ ? std::numeric_limits<double>::quiet_NaN() : best;
  }

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
    after_block_ = looks_ = false;
  }

  std::size_t period_;
  std::size_t seen_ = 0;
  std::size_t place_ = 0;  // values of the present group
  double best_ = 0.0;      // of the present group
  std::vector<double> tail_;
  std::size_t since_nan_ = 0;
  bool after_block_ = false;
  bool looks_ = false;  // since_nan_ is known after_block_ too
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
