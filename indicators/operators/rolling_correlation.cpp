#include "indicators/operators/rolling_correlation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

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

  BankStep bank() const override {
    return {7, [period = period_, interval = interval_, a = std::vector<double>(period_),
                b = std::vector<double>(period_)](const BankRow& row) mutable {
              if (row.seen() == 0) {
                row.copy(row.in(0), row.state(0));
                row.copy(row.in(1), row.state(1));
              }
              if (row.seen() >= period && (row.seen() - period) % interval == 0)
                anchor_row(row, a, b);
              add_row(row, 0, 1.0);
              if (row.seen() >= period) add_row(row, period, -1.0);
              double* y = row.out();
              row.each([=, sums = SumsOfSymbols(row), length = static_cast<double>(period)](
                           std::size_t s) { y[s] = correlation_of(sums.load(s), length); });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t, in[1] + t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingCorrelation::go_on>; }

 private:
  // The sums of many symbols in a bank's state.
  struct SumsOfSymbols {
    explicit SumsOfSymbols(const BankRow& row) {
      for (std::size_t v = 0; v < rows.size(); ++v) rows[v] = row.state(v);
    }
    PairSums load(std::size_t s) const {
      return {rows[0][s], rows[1][s], rows[2][s], rows[3][s], rows[4][s], rows[5][s], rows[6][s]};
    }
    void store(std::size_t s, const PairSums& sums) const {
      rows[0][s] = sums.origin_a;
      rows[1][s] = sums.origin_b;
      rows[2][s] = sums.a;
      rows[3][s] = sums.b;
      rows[4][s] = sums.aa;
      rows[5][s] = sums.bb;
      rows[6][s] = sums.ab;
    }
    std::array<double*, 7> rows;
  };

  static void add_row(const BankRow& row, std::size_t back, double sign) {
    row.each(
        [=, all = SumsOfSymbols(row), a = row.in(0, back), b = row.in(1, back)](std::size_t s) {
          PairSums sums = all.load(s);
          add_pair(sums, a[s], b[s], sign);
          all.store(s, sums);
        });
  }

  static void anchor_row(const BankRow& row, std::span<double> a, std::span<double> b) {
    const SumsOfSymbols all(row);
    for (std::size_t s = 0; s < row.symbols(); ++s) {
      row.gather(0, s, 1, a);
      row.gather(1, s, 1, b);
      all.store(s, anchored(all.load(s), a.data(), b.data(), a.size()));
    }
  }

  // The sums of a window, taken anew.
  static PairSums anchored(const PairSums& before, const double* a, const double* b,
                           std::size_t period) {
    const double poison = (before.aa - before.aa) + (before.bb - before.bb);
    const double length = static_cast<double>(period);
    const double mean_a = sum_of(a, period) / length;
    const double mean_b = sum_of(b, period) / length;
    PairSums sums{mean_a + poison, mean_b + poison, 0.0, 0.0, 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < period; ++i) add_pair(sums, a[i], b[i], 1.0);
    return sums;
  }

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
    sums_ = anchored(sums_, a - period_, b - period_, period_);
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
