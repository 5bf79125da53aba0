#include "indicators/operators/rolling_regression.h"

#include <algorithm>
#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_regression.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/fir.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ROLLING_REGRESSION_ONCE
#define TAIPAN_ROLLING_REGRESSION_ONCE
namespace taipan {

// Sums of y = x - origin over a window: plain, and weighted by the distance to the window's middle.
// The origin lies near the window's mean, so that neither cancels. With an entering value y and a
// leaving one y', the sums go on as
//   plain    += y - y'
//   weighted += (period + 1) / 2 * y + (period - 1) / 2 * y' - plain
struct LineSums {
  double origin;
  double plain;
  double weighted;
};

// What is asked of the line: origin * of_origin + plain * of_plain + weighted * of_weighted.
struct LineReading {
  double of_origin;
  double of_plain;
  double of_weighted;
};

inline double read_line(const LineReading& reading, const LineSums& sums) {
  return reading.of_origin * sums.origin +
         (reading.of_plain * sums.plain + reading.of_weighted * sums.weighted);
}

inline void advance_line(LineSums& sums, double period, double x, double old) {
  const double in = x - sums.origin;
  const double gone = old - sums.origin;
  sums.plain += in - gone;
  sums.weighted += 0.5 * (period + 1.0) * in + (0.5 * (period - 1.0) * gone - sums.plain);
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// Returns the magnitudes of what was read.
Cancellation run_line(const double* x, std::size_t period, const LineReading& reading, double* out,
                      std::size_t n, LineSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old = x - period;
  const double length = static_cast<double>(period);
  Cancellation seen;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    V most = hn::Set(d, seen.most);
    V least = hn::Set(d, seen.least);
    const V origin = hn::Set(d, sums.origin);
    const V level = hn::Set(d, reading.of_origin * sums.origin);
    const V of_plain = hn::Set(d, reading.of_plain);
    const V of_weighted = hn::Set(d, reading.of_weighted);
    const V entering = hn::Set(d, 0.5 * (length + 1.0));
    const V leaving = hn::Set(d, 0.5 * (length - 1.0));
    VectorScan plain;
    VectorScan weighted;
    for (; i + lanes <= n; i += lanes) {
      const V in = hn::Sub(hn::LoadU(d, x + i), origin);
      const V gone = hn::Sub(hn::LoadU(d, old + i), origin);
      const V change = hn::Sub(in, gone);
      const V pull = hn::MulAdd(entering, in, hn::Mul(leaving, gone));
      if (i == 0) {
        begin_sum(plain, sums.plain, change);
        begin_sum(weighted, sums.weighted, hn::Sub(pull, plain.y));
      } else {
        next_sum(plain, change);
        next_sum(weighted, hn::Sub(pull, plain.y));
      }
      const V y = hn::MulAdd(of_weighted, weighted.y, hn::MulAdd(of_plain, plain.y, level));
      hn::StoreU(y, d, out + i);
      most = hn::Max(most, hn::Abs(y));
      least = hn::Min(least, hn::Abs(y));
    }
    sums.plain = end_scan(plain);
    sums.weighted = end_scan(weighted);
    seen = {hn::GetLane(hn::MaxOfLanes(d, most)), hn::GetLane(hn::MinOfLanes(d, least))};
  }
  for (; i < n; ++i) {
    advance_line(sums, length, x[i], old[i]);
    out[i] = read_line(reading, sums);
    seen.watch(out[i]);
  }
  return seen;
}

bool are_finite(const double* x, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  V poison = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) poison = hn::MulAdd(hn::LoadU(d, x + i), hn::Zero(d), poison);
  double sum = hn::GetLane(hn::SumOfLanes(d, poison));
  for (; i < n; ++i) sum += 0.0 * x[i];
  return sum == 0.0;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_line);
HWY_EXPORT(are_finite);

// Up to this length a block weighs its windows one by one, for less than running sums that are
// taken anew so often.
constexpr std::size_t longest_weighed = 20;

// A sum of sums gathers errors with the power 3/2 of the values since they were taken afresh, and
// the slope of a level line is small beside them.
constexpr std::size_t line_interval = 128;

// What of a reading may have been cancelled since the sums were taken. A spike that has left the
// window, or a line that has become level, leaves no error behind. Less of a value than of a slope,
// which comes near 0 all the time: values are subtracted from each other, as in macd.
constexpr double most_cancelled_of_slope = 1e5;
constexpr double most_cancelled_of_value = 1e3;

// Sums of a window, afresh.
LineSums line_sums_of(const double* window, std::size_t period, double origin) {
  const double middle = 0.5 * static_cast<double>(period - 1);
  std::array<double, 4> plain{};
  std::array<double, 4> weighted{};
  for (std::size_t i = 0; i < period; ++i) {
    const double y = window[i] - origin;
    plain[i % 4] += y;
    weighted[i % 4] += (static_cast<double>(i) - middle) * y;
  }
  return {origin, (plain[0] + plain[2]) + (plain[1] + plain[3]),
          (weighted[0] + weighted[2]) + (weighted[1] + weighted[3])};
}

class RollingRegression final : public RunningWindow {
 public:
  RollingRegression(std::size_t period, const LineReading& reading)
      : RunningWindow(period), reading_(reading) {
    interval_ = std::max(line_interval, period);
    const double middle = 0.5 * static_cast<double>(period - 1);
    for (std::size_t back = 0; back < std::min(period, longest_weighed); ++back) {
      weights_.push_back(reading.of_plain +
                         reading.of_weighted * (middle - static_cast<double>(back)));
    }
  }

  std::string key() const override {
    return "regression" + bytes_of(std::array{static_cast<double>(period_), reading_.of_origin,
                                              reading_.of_plain, reading_.of_weighted});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingRegression>(period_, reading_);
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
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = advance(x + i);
    if (weigh(x + i, y + i, n - i, kernel)) return;
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i);
      const std::size_t run = run_length(n - i);
      const LineSums before = sums_;
      const Cancellation seen =
          TAIPAN_DISPATCH(run_line, kernel)(x + i, period_, reading_, y + i, run, sums_);
      const double most = std::max(most_, seen.most);
      if (most > most_cancelled() * seen.least) {
        sums_ = before;
        for (const std::size_t end = i + run; i < end; ++i) y[i] = advance(x + i);
        continue;
      }
      most_ = most;
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingRegression::go_on>; }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = slide(in[0] + t);
  }

  // The line's value as a mean with fixed weights. Not so its slope, whose weights add up to 0 and
  // ask for the origin, and not where a value that is not finite poisons what follows.
  bool weigh(const double* x, double* y, std::size_t n, Kernel kernel) {
    const bool is_poisoned = sums_.weighted - sums_.weighted != 0.0;
    if (period_ > longest_weighed || reading_.of_origin == 0.0 || is_poisoned) return false;
    weigh_windows(weights_, x, y, n, kernel);
    if (!TAIPAN_DISPATCH(are_finite, kernel)(y, n)) return false;
    if (n > 0) until_anchor_ = 0;
    return true;
  }

  double most_cancelled() const {
    return reading_.of_origin == 0.0 ? most_cancelled_of_slope : most_cancelled_of_value;
  }

  double advance(const double* x) {
    if (!filling()) return slide(x);
    fill(*x);
    return read_line(reading_, sums_);
  }

  double slide(const double* x) {
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    advance_line(sums_, static_cast<double>(period_), *x, *(x - period_));
    double y = read_line(reading_, sums_);
    most_ = std::max(most_, std::fabs(y));
    if (most_ > most_cancelled() * std::fabs(y)) {
      anchor(x + 1);
      y = read_line(reading_, sums_);
    }
    return y;
  }

  void fill(double x) {
    if (seen_ == 0) sums_.origin = x;
    const double y = x - sums_.origin;
    sums_.plain += y;
    sums_.weighted += (static_cast<double>(seen_) - 0.5 * static_cast<double>(period_ - 1)) * y;
    ++seen_;
  }

  void anchor(const double* x) {
    const double poison = sums_.weighted - sums_.weighted;
    const double* window = x - period_;
    sums_ = line_sums_of(window, period_, mean_of(window, period_) + poison);
    most_ = std::fabs(read_line(reading_, sums_));
    until_anchor_ = interval_;
  }

  LineReading reading_;
  std::vector<double> weights_;  // of a short window's value, the newest first
  LineSums sums_{};
  double most_ = 0.0;  // magnitude of the readings since the sums were taken
};

// The sum of squared distances to the middle of a window.
double spread_of(std::size_t period) {
  const double length = static_cast<double>(period);
  return length * (length * length - 1.0) / 12.0;
}

Series regression(Series x, std::size_t period, const LineReading& reading) {
  return x.graph().apply(std::make_unique<RollingRegression>(period, reading), {x});
}

}  // namespace

Series regression_value(Series x, std::size_t period, double bars) {
  if (period == 1) return x;
  const double from_middle = bars + 0.5 * static_cast<double>(period - 1);
  return regression(x, period,
                    {1.0, 1.0 / static_cast<double>(period), from_middle / spread_of(period)});
}

Series regression_slope(Series x, std::size_t period) {
  if (period == 1) return 0.0 * x;
  return regression(x, period, {0.0, 0.0, 1.0 / spread_of(period)});
}

}  // namespace taipan
#endif  // HWY_ONCE
