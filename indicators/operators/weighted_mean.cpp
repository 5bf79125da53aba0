#include "indicators/operators/weighted_mean.h"

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

struct SumsSeen {
  Cancellation products;
  Cancellation weights;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

SumsSeen run_weighted(const double* x, const double* weight, std::size_t period, double* out,
                      std::size_t n, WeightedSums& sums) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* old_x = x - period;
  const double* old_weight = weight - period;
  SumsSeen seen;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    V most_products = hn::Zero(d);
    V most_weights = hn::Zero(d);
    V least_products = hn::Set(d, seen.products.least);
    V least_weights = least_products;
    VectorScan products;
    VectorScan weights;
    for (; i + lanes <= n; i += lanes) {
      const V w = hn::LoadU(d, weight + i);
      const V gone = hn::LoadU(d, old_weight + i);
      const V product = hn::Mul(w, hn::LoadU(d, x + i));
      const V product_gone = hn::Mul(gone, hn::LoadU(d, old_x + i));
      const V up = hn::Sub(product, product_gone);
      const V down = hn::Sub(w, gone);
      const V numerator = i == 0 ? begin_sum(products, sums.products, up) : next_sum(products, up);
      const V denominator =
          i == 0 ? begin_sum(weights, sums.weights, down) : next_sum(weights, down);
      hn::StoreU(hn::Div(numerator, denominator), d, out + i);
      most_products = hn::Max(most_products, hn::Abs(numerator));
      least_products = hn::Min(least_products, hn::Abs(numerator));
      most_weights = hn::Max(most_weights, hn::Abs(denominator));
      least_weights = hn::Min(least_weights, hn::Abs(denominator));
    }
    sums = {end_scan(products), end_scan(weights)};
    seen = {{hn::GetLane(hn::MaxOfLanes(d, most_products)),
             hn::GetLane(hn::MinOfLanes(d, least_products))},
            {hn::GetLane(hn::MaxOfLanes(d, most_weights)),
             hn::GetLane(hn::MinOfLanes(d, least_weights))}};
  }
  for (; i < n; ++i) {
    sums.products += weight[i] * x[i] - old_weight[i] * old_x[i];
    sums.weights += weight[i] - old_weight[i];
    out[i] = sums.products / sums.weights;
    seen.products.watch(sums.products);
    seen.weights.watch(sums.weights);
  }
  return seen;
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
    most_ = {0.0, 0.0};
  }
  void exchange(Archive& archive) override {
    RunningWindow::exchange(archive);
    archive(sums_, most_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    const double* weight = in[1];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && filling(); ++i) y[i] = advance(x + i, weight + i);
    while (i < n) {
      if (is_anchor_due(n - i)) anchor(x + i, weight + i);
      const std::size_t run = run_length(n - i);
      const WeightedSums before = sums_;
      const SumsSeen seen =
          TAIPAN_DISPATCH(run_weighted, kernel)(x + i, weight + i, period_, y + i, run, sums_);
      const WeightedSums most{std::max(most_.products, seen.products.most),
                              std::max(most_.weights, seen.weights.most)};
      if (too_much_cancelled(most, {seen.products.least, seen.weights.least})) {
        sums_ = before;
        for (const std::size_t end = i + run; i < end; ++i) y[i] = advance(x + i, weight + i);
        continue;
      }
      most_ = most;
      until_anchor_ -= run;
      i += run;
    }
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0] + t, in[1] + t);
  }
  Settled settled() override { return filling() ? nullptr : threaded<&RollingWeightedMean::go_on>; }

 private:
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
    const WeightedSums sizes{std::fabs(sums_.products), std::fabs(sums_.weights)};
    most_ = {std::max(most_.products, sizes.products), std::max(most_.weights, sizes.weights)};
    if (too_much_cancelled(most_, sizes)) anchor(x + 1, weight + 1);
    return sums_.products / sums_.weights;
  }

  void anchor(const double* x, const double* weight) {
    // A poisoned sum stays so: what is not finite less itself is NaN.
    double products = sums_.products - sums_.products;
    for (std::size_t back = period_; back > 0; --back) products += *(weight - back) * *(x - back);
    sums_ = {products, sum_of(weight - period_, period_) + (sums_.weights - sums_.weights)};
    most_ = {std::fabs(sums_.products), std::fabs(sums_.weights)};
    until_anchor_ = interval_;
  }

  // A spike that has left the window leaves no error behind.
  static bool too_much_cancelled(const WeightedSums& most, const WeightedSums& least) {
    constexpr double most_cancelled = 1e5;
    return most.products > most_cancelled * least.products ||
           most.weights > most_cancelled * least.weights;
  }

  WeightedSums sums_{};
  WeightedSums most_{};  // magnitudes since they were taken
};

}  // namespace

Series rolling_weighted_mean(Series x, Series weight, std::size_t period) {
  return x.graph().apply(std::make_unique<RollingWeightedMean>(period), {x, weight});
}

}  // namespace taipan
#endif  // HWY_ONCE
