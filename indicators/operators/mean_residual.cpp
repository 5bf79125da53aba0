#include "indicators/operators/mean_residual.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/mean_residual.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/rolling_sum.h"
#include "indicators/operators/short_moments.h"

#ifndef TAIPAN_MEAN_RESIDUAL_ONCE
#define TAIPAN_MEAN_RESIDUAL_ONCE
namespace taipan {

// The mean's distance is that of the differences to the newest value, so that it is exactly 0
// where all are equal.
inline double residual_at(const double* x, std::size_t period) {
  double sum = 0.0;
  for (std::size_t k = 1; k < period; ++k) sum += *(x - k) - *x;
  return std::fabs(sum / static_cast<double>(period));
}

inline double mean_at(const double* x, std::size_t period) {
  double sum = *x;
  for (std::size_t k = 1; k < period; ++k) sum += *(x - k);
  return sum / static_cast<double>(period);
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

template <std::size_t period>
HWY_INLINE V residuals_at(const double* x) {
  const D d;
  const V newest = hn::LoadU(d, x);
  V sum = hn::Zero(d);
  for (std::size_t k = 1; k < period; ++k) sum = hn::Add(sum, hn::Sub(hn::LoadU(d, x - k), newest));
  return hn::Abs(hn::Mul(sum, hn::Set(d, 1.0 / static_cast<double>(period))));
}

template <std::size_t period>
HWY_INLINE V means_at(const double* x) {
  const D d;
  V sum = hn::LoadU(d, x);
  for (std::size_t k = 1; k < period; ++k) sum = hn::Add(sum, hn::LoadU(d, x - k));
  return hn::Mul(sum, hn::Set(d, 1.0 / static_cast<double>(period)));
}

// Distances go through a piece of memory that stays in the cache; `before` are the last
// short_window ones.
template <std::size_t period>
void residual_lines(const double* x, double* before, double* out, std::size_t n) {
  constexpr std::size_t piece = 512;
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN double work[short_window + piece];
  double* distance = work + short_window;
  while (n > 0) {
    const std::size_t m = std::min(n, piece);
    std::copy_n(before, short_window, work);
    std::size_t i = 0;
    for (; i + lanes <= m; i += lanes) hn::Store(residuals_at<period>(x + i), d, distance + i);
    for (; i < m; ++i) distance[i] = residual_at(x + i, period);
    for (i = 0; i + lanes <= m; i += lanes) hn::StoreU(means_at<period>(distance + i), d, out + i);
    for (; i < m; ++i) out[i] = mean_at(distance + i, period);
    std::copy_n(work + m, short_window, before);
    x += m;
    out += m;
    n -= m;
  }
}

void run_residuals(const double* x, std::size_t period, double* before, double* out,
                   std::size_t n) {
  switch (period) {
    case 2:
      return residual_lines<2>(x, before, out, n);
    case 3:
      return residual_lines<3>(x, before, out, n);
    case 4:
      return residual_lines<4>(x, before, out, n);
    case 5:
      return residual_lines<5>(x, before, out, n);
    case 6:
      return residual_lines<6>(x, before, out, n);
    case 7:
      return residual_lines<7>(x, before, out, n);
    default:
      return residual_lines<short_window>(x, before, out, n);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_residuals);

class MeanResidual final : public Operator {
 public:
  explicit MeanResidual(std::size_t period) : period_(period) {}

  std::string key() const override { return "mean_residual" + std::to_string(period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<MeanResidual>(period_);
  }
  void reset() override {
    seen_ = 0;
    std::fill_n(distances_, short_window, 0.0);
  }
  void exchange(Archive& archive) override {
    archive(seen_);
    archive.values(distances_, short_window);
  }
  std::size_t warmup(std::size_t) const override { return 2 * (period_ - 1); }
  std::size_t lookback() const override { return period_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = std::min(n, period_ - 1 - std::min(seen_, period_ - 1));
    seen_ += n;
    TAIPAN_DISPATCH(run_residuals, kernel)(in[0] + i, period_, distances_, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (++seen_ >= period_) advance(in, out, t);
  }
  Settled settled() override {
    return seen_ < period_ ? nullptr : threaded<&MeanResidual::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    std::copy_n(distances_ + 1, short_window - 1, distances_);
    distances_[short_window - 1] = residual_at(in[0] + t, period_);
    out[0][t] = mean_at(distances_ + short_window - 1, period_);
  }

  std::size_t period_;
  std::size_t seen_ = 0;
  double distances_[short_window] = {};  // the newest last
};

}  // namespace

Series mean_residual(Series x, std::size_t period) {
  if (period == 1) return 0.0 * x;
  if (period > short_window) return rolling_mean(abs(x - rolling_mean(x, period)), period);
  return x.graph().apply(std::make_unique<MeanResidual>(period), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
