#include "indicators/operators/rolling_moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

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

// What is answered of a window: its mean and variance, its mean and deviation, or the mean with
// bands so many deviations above and below (upper, mean, lower).
enum class Form { moments, deviation, bands };
struct Answer {
  Form form;
  double up;
  double down;
};

inline void write_answer(const Answer& answer, double mean, double variance, double* const* out,
                         std::size_t i) {
  const double positive = 0.0 > variance ? 0.0 : variance;  // rounding may have made it negative
  if (answer.form == Form::bands) {
    const double deviation = std::sqrt(positive);
    out[0][i] = mean + answer.up * deviation;
    out[1][i] = mean;
    out[2][i] = mean - answer.down * deviation;
    return;
  }
  out[0][i] = mean;
  out[1][i] = answer.form == Form::deviation ? std::sqrt(positive) : positive;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

template <Form form>
HWY_INLINE void store_answer(const Answer& answer, V mean, V variance, double* const* out,
                             std::size_t i) {
  const D d;
  // The second argument is answered for NaN: it must stay one.
  const V positive = hn::Max(hn::Zero(d), variance);
  if constexpr (form == Form::bands) {
    const V deviation = hn::Sqrt(positive);
    hn::StoreU(hn::MulAdd(hn::Set(d, answer.up), deviation, mean), d, out[0] + i);
    hn::StoreU(mean, d, out[1] + i);
    hn::StoreU(hn::NegMulAdd(hn::Set(d, answer.down), deviation, mean), d, out[2] + i);
  } else {
    hn::StoreU(mean, d, out[0] + i);
    hn::StoreU(form == Form::deviation ? hn::Sqrt(positive) : positive, d, out[1] + i);
  }
}

// Whole vectors only; returns how many values went.
template <Form form>
std::size_t moments(const Answer& answer, const double* x, std::size_t period, double* const* out,
                    std::size_t n, WindowSums& sums, Cancellation& seen) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1 || n < lanes) return 0;
  const V origin = hn::Set(d, sums.origin);
  const V scale = hn::Set(d, 1.0 / static_cast<double>(period));
  V most = hn::Set(d, seen.most);
  V least = hn::Set(d, seen.least);
  VectorScan first;
  VectorScan second;
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V in = hn::Sub(hn::LoadU(d, x + i), origin);
    const V gone = hn::Sub(hn::LoadU(d, x - period + i), origin);
    const V change = hn::Sub(in, gone);
    const V square = hn::Mul(change, hn::Add(in, gone));
    if (i == 0) {
      begin_scan(first, 1.0, sums.first, change);
      begin_scan(second, 1.0, sums.second, square);
    } else {
      next_scan(first, change);
      next_scan(second, square);
    }
    const V offset = hn::Mul(scale, first.y);
    const V mean_square = hn::Mul(scale, second.y);
    const V variance = hn::NegMulAdd(offset, offset, mean_square);
    most = hn::Max(most, mean_square);
    least = hn::Min(least, variance);
    store_answer<form>(answer, hn::Add(origin, offset), variance, out, i);
  }
  sums.first = end_scan(first);
  sums.second = end_scan(second);
  seen = {hn::GetLane(hn::MaxOfLanes(d, most)), hn::GetLane(hn::MinOfLanes(d, least))};
  return i;
}

std::size_t run_moments(const Answer& answer, const double* x, std::size_t period,
                        double* const* out, std::size_t n, WindowSums& sums, Cancellation& seen) {
  switch (answer.form) {
    case Form::moments:
      return moments<Form::moments>(answer, x, period, out, n, sums, seen);
    case Form::deviation:
      return moments<Form::deviation>(answer, x, period, out, n, sums, seen);
    default:
      return moments<Form::bands>(answer, x, period, out, n, sums, seen);
  }
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

// The same steps for many symbols. State: origin, sum and sum of squares, the largest mean square
// since they were taken, and how many values may still be added to them.
class MomentsOfSymbols {
 public:
  MomentsOfSymbols(std::size_t period, std::size_t interval, const Answer& answer)
      : interval_(static_cast<double>(interval)),
        scale_(1.0 / static_cast<double>(period)),
        answer_(answer),
        window_(period) {}

  void operator()(const BankRow& row) {
    if (row.seen() < window_.size()) {
      fill(row);
    } else {
      double* left = row.state(4);
      const auto is_due = [left](std::size_t s) { return left[s] == 0.0; };
      if (row.any(is_due)) anchor_where(row, 1, is_due);
      slide(row);
    }
    switch (answer_.form) {
      case Form::moments:
        return read<Form::moments>(row);
      case Form::deviation:
        return read<Form::deviation>(row);
      case Form::bands:
        return read<Form::bands>(row);
    }
  }

 private:
  static void fill(const BankRow& row) {
    const double* x = row.in(0);
    double* origin = row.state(0);
    double* first = row.state(1);
    double* second = row.state(2);
    if (row.seen() == 0) row.copy(x, origin);
    row.each([=](std::size_t s) {
      const double y = x[s] - origin[s];
      first[s] += y;
      second[s] += y * y;
    });
  }

  void slide(const BankRow& row) const {
    const double* x = row.in(0);
    const double* old = row.in(0, window_.size());
    const double* origin = row.state(0);
    double* first = row.state(1);
    double* second = row.state(2);
    double* left = row.state(4);
    row.each([=](std::size_t s) {
      const double y = x[s] - origin[s];
      const double gone = old[s] - origin[s];
      first[s] += y - gone;
      second[s] += (y - gone) * (y + gone);
      left[s] -= 1.0;
    });
  }

  template <Form form>
  void read(const BankRow& row) {
    const double* origin = row.state(0);
    const double* first = row.state(1);
    const double* second = row.state(2);
    double* most = row.state(3);
    const std::array<double*, 3> out{row.out(0), row.out(1),
                                     form == Form::bands ? row.out(2) : nullptr};
    const auto variance = [=, scale = scale_](std::size_t s) {
      const double m = scale * first[s];
      return scale * second[s] - m * m;
    };
    const auto is_cancelled = [=](std::size_t s) { return most[s] > most_cancelled * variance(s); };
    const auto write = [=, scale = scale_, up = answer_.up, down = answer_.down](std::size_t s) {
      write_answer({form, up, down}, origin[s] + scale * first[s], variance(s), out.data(), s);
    };
    const bool any_cancelled = row.any([=, scale = scale_](std::size_t s) {
      most[s] = std::max(most[s], scale * second[s]);
      write(s);
      return is_cancelled(s);
    });
    if (!any_cancelled || row.seen() + 1 < window_.size()) return;
    anchor_where(row, 0, is_cancelled);
    row.each(write);
  }

  // Takes anew the sums of windows that end `back` rows ago.
  template <class Condition>
  void anchor_where(const BankRow& row, std::size_t back, Condition condition) {
    for (std::size_t s = 0; s < row.symbols(); ++s) {
      if (!condition(s)) continue;
      row.gather(0, s, back, window_);
      const double poison = row.state(2)[s] - row.state(2)[s];
      const double mean = mean_of(window_.data(), window_.size());
      const WindowSums sums = sums_of(window_.data(), window_.size(), mean + poison);
      row.state(0)[s] = sums.origin;
      row.state(1)[s] = sums.first;
      row.state(2)[s] = sums.second;
      row.state(3)[s] = scale_ * sums.second;
      row.state(4)[s] = interval_;
    }
  }

  double interval_;
  double scale_;
  Answer answer_;
  std::vector<double> window_;
};

class RollingMoments final : public RunningWindow {
 public:
  RollingMoments(std::size_t period, const Answer& answer)
      : RunningWindow(period), answer_(answer) {}

  std::string key() const override {
    return "moments" + std::to_string(period_) +
           bytes_of(std::array{static_cast<double>(answer_.form), answer_.up, answer_.down});
  }
  std::size_t outputs() const override { return answer_.form == Form::bands ? 3 : 2; }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingMoments>(period_, answer_);
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
    for (; i < n && filling(); ++i) advance(x, out, i);
    while (i < n) {
      // Sums that would not last are taken anew here, so that the rest goes in one run.
      if (until_anchor_ < n - i) anchor(x + i);
      const std::size_t end = i + run_length(n - i);
      i += run(x, out, i, end - i, kernel);
      for (; i < end; ++i) advance(x, out, i);
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in[0], out, t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingMoments::go_on>; }

  BankStep bank() const override { return {5, MomentsOfSymbols(period_, interval_, answer_)}; }

 private:
  // By vectors, unless too much is cancelled on the way; returns how many values went.
  std::size_t run(const double* x, double* const* out, std::size_t i, std::size_t n,
                  Kernel kernel) {
    WindowSums sums = sums_;
    Cancellation seen{most_, std::numeric_limits<double>::infinity()};
    std::array<double*, 3> rest{};
    for (std::size_t k = 0; k < outputs(); ++k) rest[k] = out[k] + i;
    const std::size_t done =
        TAIPAN_DISPATCH(run_moments, kernel)(answer_, x + i, period_, rest.data(), n, sums, seen);
    if (done == 0 || seen.most > most_cancelled * seen.least) return 0;
    sums_ = sums;
    most_ = seen.most;
    until_anchor_ -= done;
    return done;
  }

  void advance(const double* in, double* const* out, std::size_t t) {
    if (!filling()) return go_on(&in, out, t);
    if (seen_ == 0) sums_.origin = in[t];
    ++seen_;
    const double y = in[t] - sums_.origin;
    sums_.first += y;
    sums_.second += y * y;
    finish(in + t, out, t);
  }

  void go_on(const double* const* in, double* const* out, std::size_t t) {
    const double* x = in[0] + t;
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    const double y = *x - sums_.origin;
    const double gone = *(x - period_) - sums_.origin;
    sums_.first += y - gone;
    sums_.second += (y - gone) * (y + gone);
    finish(x, out, t);
  }

  void finish(const double* x, double* const* out, std::size_t t) {
    double v = variance();
    most_ = std::max(most_, scale_ * sums_.second);
    if (!filling() && most_ > most_cancelled * v) {
      anchor(x + 1);
      v = variance();
    }
    write_answer(answer_, sums_.origin + scale_ * sums_.first, v, out, t);
  }

  double variance() const {
    const double m = scale_ * sums_.first;
    return scale_ * sums_.second - m * m;
  }

  // The sums of the window that ends before x.
  void anchor(const double* x) {
    const double poison = sums_.second - sums_.second;
    const double* window = x - period_;
    sums_ = sums_of(window, period_, mean_of(window, period_) + poison);
    most_ = scale_ * sums_.second;
    until_anchor_ = interval_;
  }

  Answer answer_;
  double scale_ = 1.0 / static_cast<double>(period_);
  WindowSums sums_{};
  double most_ = 0.0;  // mean square since the sums were taken
};

// Mean and spread, by the operator for the window's length.
std::vector<Series> mean_and_spread(Series x, std::size_t period, Form form) {
  // Running sums would leave a rounding error, whose root is no small number.
  if (period == 1) return {x, 0.0 * x};
  if (period <= short_window) {
    return x.graph().apply_all(short_moments(period, form == Form::deviation), {x});
  }
  return x.graph().apply_all(std::make_unique<RollingMoments>(period, Answer{form, 0.0, 0.0}), {x});
}

}  // namespace

Moments rolling_moments(Series x, std::size_t period) {
  const auto both = mean_and_spread(x, period, Form::moments);
  return {both[0], both[1]};
}

StandardDeviation rolling_standard_deviation(Series x, std::size_t period) {
  const auto both = mean_and_spread(x, period, Form::deviation);
  return {both[0], both[1]};
}

Bands deviation_bands(Series x, std::size_t period, double up, double down) {
  if (period <= short_window) {
    const auto [mean, deviation] = rolling_standard_deviation(x, period);
    return {mean + up * deviation, mean, mean - down * deviation};
  }
  const auto all = x.graph().apply_all(
      std::make_unique<RollingMoments>(period, Answer{Form::bands, up, down}), {x});
  return {all[0], all[1], all[2]};
}

}  // namespace taipan
#endif  // HWY_ONCE
