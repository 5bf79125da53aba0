#include "indicators/operators/extreme_position.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/extreme_position.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"
#include "indicators/operators/window_extreme.h"

#ifndef TAIPAN_EXTREME_POSITION_ONCE
#define TAIPAN_EXTREME_POSITION_ONCE
namespace taipan {

enum class Side { highest, lowest };

// Windows on their way to the full period: the extreme of each, and how many values ago it was.
struct PartialWindows {
  double* value;
  double* age;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

struct Aged {
  V value;
  V age;
};

// The extreme of two windows, the older one's on a tie. Windows may overlap: what they share is of
// one age in both.
template <Side side>
HWY_INLINE Aged merged(Aged newer, Aged older) {
  if constexpr (side == Side::highest) {
    return {hn::Max(newer.value, older.value),
            hn::IfThenElse(hn::Ge(older.value, newer.value), older.age, newer.age)};
  }
  return {hn::Min(newer.value, older.value),
          hn::IfThenElse(hn::Le(older.value, newer.value), older.age, newer.age)};
}

HWY_INLINE Aged load(const PartialWindows& windows, std::size_t i, std::size_t back) {
  const D d;
  return {hn::LoadU(d, windows.value + i - back),
          hn::Add(hn::LoadU(d, windows.age + i - back), hn::Set(d, static_cast<double>(back)))};
}

HWY_INLINE void store(Aged window, const PartialWindows& windows, std::size_t i) {
  hn::StoreU(window.value, D(), windows.value + i);
  hn::StoreU(window.age, D(), windows.age + i);
}

// Of the `count` values that end at each of x.
template <Side side>
HWY_INLINE Aged by_trial(const double* x, std::size_t count) {
  const D d;
  Aged best{hn::LoadU(d, x), hn::Zero(d)};
  for (std::size_t back = 1; back < count; ++back) {
    const Aged older{hn::LoadU(d, x - back), hn::Set(d, static_cast<double>(back))};
    best = merged<side>(best, older);
  }
  return best;
}

template <int shift>
HWY_INLINE Aged earlier(Aged before, Aged now) {
  return {shifted<shift>(before.value, now.value),
          hn::Add(shifted<shift>(before.age, now.age), hn::Set(D(), static_cast<double>(shift)))};
}

// Windows of eight by shifts between registers; those that begin before x are not meant to be read.
template <Side side>
HWY_INLINE void windows_of_eight(const double* x, const PartialWindows& windows, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  Aged one{hn::LoadU(d, x), hn::Zero(d)};
  Aged two = one;
  Aged four = one;
  for (std::size_t i = 0; i + lanes <= n; i += lanes) {
    const Aged now{hn::LoadU(d, x + i), hn::Zero(d)};
    const Aged now_two = merged<side>(now, earlier<1>(one, now));
    const Aged now_four = merged<side>(now_two, earlier<2>(two, now_two));
    if constexpr (HWY_TARGET == HWY_AVX3) {
      store(merged<side>(now_four, earlier<4>(four, now_four)), windows, i);
    } else {
      // The four values before are the vector before.
      const Aged other{four.value, hn::Add(four.age, hn::Set(d, 4.0))};
      store(merged<side>(now_four, other), windows, i);
    }
    one = now;
    two = now_two;
    four = now_four;
  }
  store(by_trial<side>(x + n - lanes, 8), windows, n - lanes);
}

// Windows of `width` become windows of 4 * width, in place from the end. The last vector overlaps
// what is done already, which merges to itself.
template <Side side>
HWY_INLINE void widen(const PartialWindows& windows, std::size_t width, std::size_t n) {
  const std::size_t lanes = hn::Lanes(D());
  for (std::size_t end = n; end > 0; end = end > lanes ? end - lanes : 0) {
    const std::size_t i = end > lanes ? end - lanes : 0;
    Aged best = load(windows, i, 0);
    for (std::size_t k = 1; k < 4; ++k) best = merged<side>(best, load(windows, i, k * width));
    store(best, windows, i);
  }
}

HWY_INLINE bool has_nan(const double* x, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  auto found = hn::IsNaN(hn::LoadU(d, x + n - lanes));
  for (std::size_t i = 0; i + lanes <= n; i += lanes) {
    found = hn::Or(found, hn::IsNaN(hn::LoadU(d, x + i)));
  }
  return !hn::AllFalse(d, found);
}

struct Finish {
  std::size_t period;
  std::size_t width;
  double unit;
};

template <Side side>
HWY_INLINE V finished(const double* x, const PartialWindows& windows, const Finish& finish,
                      std::size_t i) {
  const D d;
  const V newest = hn::Set(d, static_cast<double>(finish.period - 1));
  const V unit = hn::Set(d, finish.unit);
  if (finish.width == 1) {
    return hn::Mul(unit, hn::Sub(newest, by_trial<side>(x + i, finish.period).age));
  }
  const std::size_t oldest = finish.period - finish.width;
  Aged best = load(windows, i, 0);
  for (std::size_t back = finish.width; back < oldest; back += finish.width) {
    best = merged<side>(best, load(windows, i, back));
  }
  return hn::Mul(unit, hn::Sub(newest, merged<side>(best, load(windows, i, oldest)).age));
}

// False, and nothing of use, where vectors do not serve: a NaN, or less than one vector.
template <Side side>
bool positions(const double* x, double* work, std::size_t period, double unit, double* out,
               std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t history = period - 1;
  const std::size_t total = n + history;
  if (lanes == 1 || n < lanes || has_nan(x - history, total)) return false;
  PartialWindows windows{work, work + total};
  Finish finish{period, 1, unit};
  if (period >= 8) {
    windows_of_eight<side>(x - history, windows, total);
    windows = {windows.value + history, windows.age + history};
    for (finish.width = 8; period > 6 * finish.width; finish.width *= 4) {
      const std::size_t complete = period - 4 * finish.width;
      widen<side>({windows.value - complete, windows.age - complete}, finish.width, n + complete);
    }
  }
  for (std::size_t i = 0; i + lanes <= n; i += lanes) {
    hn::StoreU(finished<side>(x, windows, finish, i), d, out + i);
  }
  hn::StoreU(finished<side>(x, windows, finish, n - lanes), d, out + n - lanes);
  return true;
}

bool run_positions(Side side, const double* x, double* work, std::size_t period, double unit,
                   double* out, std::size_t n) {
  if (side == Side::highest) return positions<Side::highest>(x, work, period, unit, out, n);
  return positions<Side::lowest>(x, work, period, unit, out, n);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_positions);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// False where either is NaN.
template <Side side>
bool at_least(double a, double b) {
  return side == Side::highest ? a >= b : a <= b;
}

// Steps keep the extreme of the present group of `period` values and, for the group before, that
// from each place to its end: together they cover the window (van Herk, 1992; Gil and Werman,
// 1993). A NaN is let in anywhere: windows that hold one answer NaN by its age alone.
template <Side side>
class ExtremePosition final : public Operator {
 public:
  ExtremePosition(std::size_t period, double unit)
      : period_(period), unit_(unit), tail_(period + 1, Found{nan, 0}) {
    reset();
  }

  std::string key() const override {
    return (side == Side::highest ? "highest_position" : "lowest_position") +
           bytes_of(std::array{static_cast<double>(period_), unit_});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<ExtremePosition>(period_, unit_);
  }
  void reset() override {
    seen_ = place_ = 0;
    after_block_ = looks_ = false;
    since_nan_ = period_;
  }
  void exchange(Archive& archive) override {
    archive(seen_, best_, tail_, since_nan_, after_block_, looks_);
    archive.bounded(place_, period_ - 1);
  }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  std::size_t lookback() const override { return period_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    // Windows that are not yet full have no output.
    const std::size_t skipped = period_ - 1 - std::min(seen_, period_ - 1);
    if (n > skipped && run(in[0] + skipped, out[0] + skipped, n - skipped, kernel)) {
      seen_ += n;
      after_block_ = true;
      looks_ = false;
      return;
    }
    for (; i < n; ++i) step(in, out, i);
  }

  // State: the extreme of the present group and its place, values since the last NaN, and the tail:
  // its values, then their places.
  BankStep bank() const override {
    return {2 * period_ + 5, [period = period_, unit = unit_](const BankRow& row) {
              if (row.seen() == 0) begin_symbols(row, period);
              const std::size_t place = row.seen() % period;
              advance_row(row, period, place, unit);
              if (place + 1 == period) gather_tails(row, period);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    if (after_block_) resume(x);
    since_nan_ = *x != *x ? 0 : since_nan_ + 1;
    if (place_ == 0 || !at_least<side>(best_.value, *x)) best_ = {*x, place_};
    ++seen_;
    ++place_;
    const Found& older = tail_[place_];
    const std::size_t position = at_least<side>(older.value, best_.value)
                                     ? older.place - place_
                                     : period_ - place_ + best_.place;
    out[0][t] = since_nan_ < period_ ? nan : unit_ * static_cast<double>(position);
    if (place_ < period_) return;
    gather_tail(x + 1, period_);
    place_ = 0;
  }
  // Short windows are looked at as a whole from then on; steps find their groups anew, as after a
  // block.
  Settled settled() override {
    if (seen_ < period_ || period_ > longest_looked_at) return nullptr;
    if (after_block_ && !looks_) return nullptr;
    after_block_ = looks_ = true;
    return threaded<&ExtremePosition::look>;
  }

 private:
  static void begin_symbols(const BankRow& row, std::size_t period) {
    row.fill(row.state(2), static_cast<double>(period));
    for (std::size_t i = 0; i <= period; ++i) row.fill(row.state(3 + i), nan);
  }

  static void advance_row(const BankRow& row, std::size_t period, std::size_t place, double unit) {
    const double* x = row.in(0);
    double* y = row.out();
    double* best = row.state(0);
    double* best_place = row.state(1);
    double* since_nan = row.state(2);
    const double* older = row.state(3 + place + 1);
    const double* older_place = row.state(4 + period + place + 1);
    row.each(
        [=, all = static_cast<double>(period), here = static_cast<double>(place)](std::size_t s) {
          since_nan[s] = x[s] != x[s] ? 0.0 : since_nan[s] + 1.0;
          const bool stays = (here > 0.0) & at_least<side>(best[s], x[s]);
          best[s] = stays ? best[s] : x[s];
          best_place[s] = stays ? best_place[s] : here;
          const double in_tail = older_place[s] - (here + 1.0);
          const double in_group = all - (here + 1.0) + best_place[s];
          const double position = at_least<side>(older[s], best[s]) ? in_tail : in_group;
          y[s] = since_nan[s] < all ? nan : unit * position;
        });
  }

  static void gather_tails(const BankRow& row, std::size_t period) {
    double* best = row.state(0);
    double* best_place = row.state(1);
    for (std::size_t back = 1; back <= period; ++back) {
      const std::size_t place = period - back;
      row.each([=, x = row.in(0, back - 1), tail = row.state(3 + place),
                tail_place = row.state(4 + period + place), here = static_cast<double>(place),
                newest = back == 1](std::size_t s) {
        const bool takes = newest | !at_least<side>(best[s], x[s]) | (x[s] == best[s]);
        tail[s] = best[s] = takes ? x[s] : best[s];
        tail_place[s] = best_place[s] = takes ? here : best_place[s];
      });
    }
  }

  void look(const double* const* in, double* const* out, std::size_t t) {
    const double* x = in[0] + t;
    since_nan_ = *x != *x ? 0 : since_nan_ + 1;
    const double best = extreme_of<side == Side::highest>(x, period_);
    const std::size_t place = place_in_window(x, period_, best);
    out[0][t] = since_nan_ < period_ ? nan : unit_ * static_cast<double>(place);
  }

  struct Found {
    double value;
    std::size_t place;  // in its group
  };

  bool run(const double* x, double* out, std::size_t n, Kernel kernel) {
    const std::size_t size = 2 * (n + period_ - 1);
    if (work_.size() < size) work_.resize(size);
    return TAIPAN_DISPATCH(run_positions, kernel)(side, x, work_.data(), period_, unit_, out, n);
  }

  // tail_[i]: the extreme of the last (period - i) values before `end`, of which `known` exist.
  void gather_tail(const double* end, std::size_t known) {
    Found best{nan, 0};
    for (std::size_t back = 1; back <= period_; ++back) {
      const std::size_t place = period_ - back;
      if (back <= known) {
        const double value = *(end - back);
        if (back == 1 || !at_least<side>(best.value, value) || value == best.value) {
          best = {value, place};
        }
      }
      tail_[place] = best;
    }
  }

  // Steps after a block: the group before is what precedes x.
  void resume(const double* x) {
    const std::size_t known = std::min(seen_, period_);
    gather_tail(x, known);
    place_ = 0;
    since_nan_ = 0;
    while (since_nan_ < known && *(x - 1 - since_nan_) == *(x - 1 - since_nan_)) ++since_nan_;
    if (since_nan_ == known) since_nan_ = period_;
    after_block_ = looks_ = false;
  }

  std::size_t period_;
  double unit_;
  std::size_t seen_ = 0;
  std::size_t place_ = 0;  // values of the present group
  Found best_{nan, 0};     // of the present group
  std::vector<Found> tail_;
  std::size_t since_nan_ = 0;
  bool after_block_ = false;
  bool looks_ = false;  // since_nan_ is known after_block_ too
  std::vector<double> work_;
};

}  // namespace

Series highest_position(Series x, std::size_t period, double unit) {
  return x.graph().apply(std::make_unique<ExtremePosition<Side::highest>>(period, unit), {x});
}

Series lowest_position(Series x, std::size_t period, double unit) {
  return x.graph().apply(std::make_unique<ExtremePosition<Side::lowest>>(period, unit), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
