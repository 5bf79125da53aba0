#include "indicators/operators/weighted_mean.h"

#include <functional>
#include <span>
#include <vector>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/weighted_mean.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_WEIGHTED_MEAN_ONCE
#define TAIPAN_WEIGHTED_MEAN_ONCE
namespace taipan {

struct WeightedSums {
  double products;
  double weights;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

void run_weighted(const double* x, const double* weight, std::size_t period, double* out,
                  std::size_t n, WeightedSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old_x = x - period;
  const double* old_weight = weight - period;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    VectorScan products;
    VectorScan weights;
    for (; i + lanes <= n; i += lanes) {
      const V w = hn::LoadU(d, weight + i);
      const V gone = hn::LoadU(d, old_weight + i);
      const V product = hn::Mul(w, hn::LoadU(d, x + i));
      const V product_gone = hn::Mul(gone, hn::LoadU(d, old_x + i));
      const V up = hn::Sub(product, product_gone);
      const V down = hn::Sub(w, gone);
      const V numerator =
          i == 0 ? begin_scan(products, 1.0, sums.products, up) : next_scan(products, up);
      const V denominator =
          i == 0 ? begin_scan(weights, 1.0, sums.weights, down) : next_scan(weights, down);
      hn::StoreU(hn::Div(numerator, denominator), d, out + i);
    }
    sums = {end_scan(products), end_scan(weights)};
  }
  for (; i < n; ++i) {
    sums.products += weight[i] * x[i] - old_weight[i] * old_x[i];
    sums.weights += weight[i] - old_weight[i];
    out[i] = sums.products / sums.weights;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_weighted);

class RollingWeightedMean final : public RunningWindow {
 public:
  using RunningWindow::RunningWindow;

  std::string key() const override { return "weighted_mean" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingWeightedMean>(period_);
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
    const double* x = in[0];
    const double* weight = in[1];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = advance(x + i, weight + i);
    while (i < n) {
      if (until_anchor_ == 0) anchor(x + i, weight + i);
      const std::size_t run = run_length(n - i);
      TAIPAN_DISPATCH(run_weighted, kernel)(x + i, weight + i, period_, y + i, run, sums_);
      until_anchor_ -= run;
      i += run;
    }
  }

  BankStep bank() const override {
    return {2, [period = period_, interval = interval_,
                window = std::vector<double>(period_)](const BankRow& row) mutable {
              if (row.seen() >= period && (row.seen() - period) % interval == 0) {
                anchor_row(row, window);
              }
              advance_row(row, period);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t, in[1] + t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingWeightedMean::go_on>; }

 private:
  static void advance_row(const BankRow& row, std::size_t period) {
    const double* x = row.in(0);
    const double* weight = row.in(1);
    double* products = row.state(0);
    double* weights = row.state(1);
    if (row.seen() < period) {
      row.each([=](std::size_t s) {
        products[s] += weight[s] * x[s];
        weights[s] += weight[s];
      });
    } else {
      row.each([=, old = row.in(0, period), old_weight = row.in(1, period)](std::size_t s) {
        products[s] += weight[s] * x[s] - old_weight[s] * old[s];
        weights[s] += weight[s] - old_weight[s];
      });
    }
    row.map(std::divides(), products, weights);
  }

  static void anchor_row(const BankRow& row, std::span<double> window) {
    double* products = row.state(0);
    double* weights = row.state(1);
    row.each([=](std::size_t s) { products[s] -= products[s]; });
    for (std::size_t back = window.size(); back > 0; --back) {
      row.each([=, x = row.in(0, back), weight = row.in(1, back)](std::size_t s) {
        products[s] += weight[s] * x[s];
      });
    }
    for (std::size_t s = 0; s < row.symbols(); ++s) {
      row.gather(1, s, 1, window);
      weights[s] = sum_of(window.data(), window.size()) + (weights[s] - weights[s]);
    }
  }

  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = slide(in[0] + t, in[1] + t);
  }

  double advance(const double* x, const double* weight) {
    if (!filling()) return slide(x, weight);
    ++seen_;
    sums_.products += *weight * *x;
    sums_.weights += *weight;
    return sums_.products / sums_.weights;
  }

  double slide(const double* x, const double* weight) {
    if (until_anchor_ == 0) anchor(x, weight);
    --until_anchor_;
    sums_.products += *weight * *x - *(weight - period_) * *(x - period_);
    sums_.weights += *weight - *(weight - period_);
    return sums_.products / sums_.weights;
  }

  void anchor(const double* x, const double* weight) {
    // A poisoned sum stays so: what is not finite less itself is NaN.
    double products = sums_.products - sums_.products;
    for (std::size_t back = period_; back > 0; --back) products += *(weight - back) * *(x - back);
    sums_ = {products, sum_of(weight - period_, period_) + (sums_.weights - sums_.weights)};
    until_anchor_ = interval_;
  }

  WeightedSums sums_{};
};

}  // namespace

Series rolling_weighted_mean(Series x, Series weight, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingWeightedMean>(period), {x, weight});
}

}  // namespace taipan
#endif  // HWY_ONCE
