#include "indicators/operators/rolling_sum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rolling_sum.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// The larger and the smaller magnitude.
HWY_INLINE V most_of(V a, V b) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_range_pd(a.raw, b.raw, 0b1011)};
#else
  return hn::Max(a, hn::Abs(b));
#endif
}

HWY_INLINE V least_of(V a, V b) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_range_pd(a.raw, b.raw, 0b1010)};
#else
  return hn::Min(a, hn::Abs(b));
#endif
}

// out[i] = scale * (sum of the window that ends at i); `sum` becomes the last of them.
Cancellation run_sums(const double* x, std::size_t period, double* out, std::size_t n, double scale,
                      double& sum) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old = x - period;
  Cancellation seen{0.0, std::numeric_limits<double>::infinity()};
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    // Scaled on their way out only: sums of whole numbers stay exact, equal windows equal.
    const V scales = hn::Set(d, scale);
    VectorScan scan;
    const V first = begin_sum(scan, sum, hn::Sub(hn::LoadU(d, x), hn::LoadU(d, old)));
    hn::StoreU(hn::Mul(scales, first), d, out);
    V most = hn::Abs(first);
    V least = most;
    for (i = lanes; i + lanes <= n; i += lanes) {
      const V sums = next_sum(scan, hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, old + i)));
      hn::StoreU(hn::Mul(scales, sums), d, out + i);
      most = most_of(most, sums);
      least = least_of(least, sums);
    }
    sum = end_scan(scan);
    seen = {hn::GetLane(hn::MaxOfLanes(d, most)), hn::GetLane(hn::MinOfLanes(d, least))};
  }
  for (; i < n; ++i) {
    sum += x[i] - old[i];
    out[i] = scale * sum;
    seen.watch(sum);
  }
  return seen;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_sums);

// What of a sum may have been cancelled since it was taken anew. A spike that has left the window
// leaves no error behind.
constexpr double most_cancelled = 1e5;

// The same steps for many symbols. State: the sums, their largest magnitudes since they were taken
// anew, and how many values may still be added to each.
class SumsOfSymbols {
 public:
  SumsOfSymbols(std::size_t period, std::size_t interval, double scale)
      : interval_(static_cast<double>(interval)), scale_(scale), window_(period) {}

  void operator()(const BankRow& row) {
    if (row.seen() < window_.size()) return fill(row);
    double* left = row.state(2);
    if (row.any([=](std::size_t s) { return left[s] == 0.0; })) {
      anchor_where(row, 1, [left](std::size_t s) { return left[s] == 0.0; });
    }
    slide(row);
  }

 private:
  void fill(const BankRow& row) const {
    const double* x = row.in(0);
    double* y = row.out();
    double* sum = row.state(0);
    double* most = row.state(1);
    row.each([=, scale = scale_](std::size_t s) {
      sum[s] += x[s];
      most[s] = std::max(most[s], std::fabs(sum[s]));
      y[s] = scale * sum[s];
    });
  }

  void slide(const BankRow& row) {
    const double* x = row.in(0);
    const double* old = row.in(0, window_.size());
    double* y = row.out();
    double* sum = row.state(0);
    double* most = row.state(1);
    double* left = row.state(2);
    const auto is_cancelled = [=](std::size_t s) {
      return most[s] > most_cancelled * std::fabs(sum[s]);
    };
    const bool any_cancelled = row.any([=, scale = scale_](std::size_t s) {
      left[s] -= 1.0;
      sum[s] += x[s] - old[s];
      most[s] = std::max(most[s], std::fabs(sum[s]));
      y[s] = scale * sum[s];
      return is_cancelled(s);
    });
    if (any_cancelled) anchor_where(row, 0, is_cancelled);
  }

  // Takes anew the sums of windows that end `back` rows ago.
  template <class Condition>
  void anchor_where(const BankRow& row, std::size_t back, Condition condition) {
    double* sum = row.state(0);
    for (std::size_t s = 0; s < row.symbols(); ++s) {
      if (!condition(s)) continue;
      row.gather(0, s, back, window_);
      sum[s] = sum_of(window_.data(), window_.size()) + (sum[s] - sum[s]);
      row.state(1)[s] = std::fabs(sum[s]);
      row.state(2)[s] = interval_;
      row.out()[s] = scale_ * sum[s];
    }
  }

  double interval_;
  double scale_;
  std::vector<double> window_;
};

class RollingSum final : public RunningWindow {
 public:
  RollingSum(std::size_t period, double scale) : RunningWindow(period), scale_(scale) {}

  std::string key() const override {
    return "sum" + bytes_of(std::array{static_cast<double>(period_), scale_});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingSum>(period_, scale_);
  }
  void reset() override {
    RunningWindow::reset();
    sum_ = most_ = 0.0;
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sum_, most_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = scale_ * advance(x + i);
    while (i < n) {
      if (is_anchor_due(n - i)) anchor(x + i);
      const std::size_t run = run_length(n - i);
      const double before = sum_;
      const Cancellation seen =
          TAIPAN_DISPATCH(run_sums, kernel)(x + i, period_, y + i, run, scale_, sum_);
      const double most = std::max(most_, seen.most);
      if (most > most_cancelled * seen.least) {
        sum_ = before;
        for (const std::size_t end = i + run; i < end; ++i) y[i] = scale_ * advance(x + i);
        continue;
      }
      most_ = most;
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = scale_ * advance(in[0] + t);
  }
  Settled settled() override { return filling() ? nullptr : carrying<&RollingSum::go_on>(); }

  BankStep bank() const override { return {3, SumsOfSymbols(period_, interval_, scale_)}; }

 private:
  double go_on(double newest, const double* x) { return scale_ * slide(newest, x); }

  double advance(const double* x) {
    if (filling()) {
      ++seen_;
      sum_ += *x;
      most_ = std::max(most_, std::fabs(sum_));
      return sum_;
    }
    return slide(*x, x);
  }

  double slide(double newest, const double* x) {
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    sum_ += newest - *(x - period_);
    most_ = std::max(most_, std::fabs(sum_));
    if (most_ > most_cancelled * std::fabs(sum_)) anchor(x + 1);
    return sum_;
  }

  // The sum of the window that ends before x.
  void anchor(const double* x) {
    // A poisoned sum stays so: what is not finite less itself is NaN.
    sum_ = sum_of(x - period_, period_) + (sum_ - sum_);
    most_ = std::fabs(sum_);
    until_anchor_ = interval_;
  }

  double scale_;
  double sum_ = 0.0;
  double most_ = 0.0;  // magnitude since the sum was taken
};

}  // namespace

Series rolling_sum(Series x, std::size_t period) {
  if (period == 1) return x;
  return x.graph().apply(std::make_unique<RollingSum>(period, 1.0), {x});
}

Series rolling_mean(Series x, std::size_t period) {
  if (period == 1) return x;
  const double scale = 1.0 / static_cast<double>(period);
  return x.graph().apply(std::make_unique<RollingSum>(period, scale), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
