#include "indicators/operators/efficiency_ratio.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/efficiency_ratio.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_EFFICIENCY_RATIO_ONCE
#define TAIPAN_EFFICIENCY_RATIO_ONCE
namespace taipan {

// Of a level line the running sum may be left with a rounding error, even a negative one.
inline double ratio_of(double distance, double way) {
  if (way <= 0.0) return 0.0;
  const double ratio = distance / way;
  return ratio > 1.0 ? 1.0 : ratio;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// Returns the last sum of changes.
double run_efficiency(const double* x, std::size_t period, double* out, std::size_t n, double sum) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old = x - period;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V zero = hn::Zero(d);
    const V one = hn::Set(d, 1.0);
    VectorScan scan;
    for (; i + lanes <= n; i += lanes) {
      const V now = hn::LoadU(d, x + i);
      const V then = hn::LoadU(d, old + i);
      const V step = hn::Abs(hn::Sub(now, hn::LoadU(d, x + i - 1)));
      const V gone = hn::Abs(hn::Sub(then, hn::LoadU(d, old + i - 1)));
      const V change = hn::Sub(step, gone);
      const V way = i == 0 ? begin_scan(scan, 1.0, sum, change) : next_scan(scan, change);
      // The second argument is answered for NaN: it must stay one.
      const V ratio = hn::Min(one, hn::Div(hn::Abs(hn::Sub(now, then)), way));
      hn::StoreU(hn::IfThenElse(hn::Le(way, zero), zero, ratio), d, out + i);
    }
    sum = end_scan(scan);
  }
  for (; i < n; ++i) {
    sum += std::fabs(x[i] - *(x + i - 1)) - std::fabs(old[i] - *(old + i - 1));
    out[i] = ratio_of(std::fabs(x[i] - old[i]), sum);
  }
  return sum;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_efficiency);

class EfficiencyRatio final : public RunningWindow {
 public:
  using RunningWindow::RunningWindow;

  std::string key() const override { return "efficiency" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<EfficiencyRatio>(period_);
  }
  void reset() override {
    RunningWindow::reset();
    sum_ = 0.0;
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sum_);
  }
  std::size_t warmup(std::size_t) const override { return period_; }
  // The change that leaves the window is one between values before it.
  std::size_t lookback() const override { return period_ + 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && seen_ <= period_; ++i) advance(x + i, y + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i);
      const std::size_t run = run_length(n - i);
      sum_ = TAIPAN_DISPATCH(run_efficiency, kernel)(x + i, period_, y + i, run, sum_);
      until_anchor_ -= run;
      i += run;
    }
  }

  BankStep bank() const override {
    return {1, [period = period_, interval = interval_](const BankRow& row) {
              if (row.seen() == 0) return;
              const double* x = row.in(0);
              const double* x1 = row.in(0, 1);
              double* sum = row.state();
              if (row.seen() <= period) {
                row.each([=](std::size_t s) { sum[s] += std::fabs(x[s] - x1[s]); });
              } else {
                if ((row.seen() - period - 1) % interval == 0) anchor_row(row, period);
                row.each([=, old = row.in(0, period), old1 = row.in(0, period + 1)](std::size_t s) {
                  sum[s] += std::fabs(x[s] - x1[s]) - std::fabs(old[s] - old1[s]);
                });
              }
              if (row.seen() < period) return;
              row.map([](double now, double then,
                         double way) { return ratio_of(std::fabs(now - then), way); },
                      x, row.in(0, period), sum);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in[0] + t, out[0] + t);
  }
  Settled settled() override {
    return seen_ <= period_ ? nullptr : threaded<&EfficiencyRatio::go_on>;
  }

 private:
  static void anchor_row(const BankRow& row, std::size_t period) {
    double* sum = row.state();
    row.each([=](std::size_t s) { sum[s] -= sum[s]; });
    for (std::size_t back = period; back > 0; --back) {
      row.each([=, x = row.in(0, back), x1 = row.in(0, back + 1)](std::size_t s) {
        sum[s] += std::fabs(x[s] - x1[s]);
      });
    }
  }

  void go_on(const double* const* in, double* const* out, std::size_t t) {
    slide(in[0] + t);
    out[0][t] = ratio_at(in[0] + t);
  }

  static double change(const double* x) { return std::fabs(x[0] - x[-1]); }

  void advance(const double* x, double* out) {
    if (seen_ <= period_) {
      if (seen_ > 0) sum_ += change(x);
      if (++seen_ <= period_) return;
    } else {
      slide(x);
    }
    *out = ratio_at(x);
  }

  void slide(const double* x) {
    if (until_anchor_ == 0) anchor(x);
    --until_anchor_;
    sum_ += change(x) - change(x - period_);
  }

  double ratio_at(const double* x) const {
    return ratio_of(std::fabs(x[0] - *(x - period_)), sum_);
  }

  // The changes of the window that ends before x.
  void anchor(const double* x) {
    double sum = sum_ - sum_;  // a poisoned sum stays so
    for (const double* at = x - period_; at < x; ++at) sum += change(at);
    sum_ = sum;
    until_anchor_ = interval_;
  }

  double sum_ = 0.0;
};

}  // namespace

Series efficiency_ratio(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<EfficiencyRatio>(period), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
