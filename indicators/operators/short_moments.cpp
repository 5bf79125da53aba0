#include "indicators/operators/short_moments.h"

#include <algorithm>
#include <cmath>
#include <string>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/short_moments.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_SHORT_MOMENTS_ONCE
#define TAIPAN_SHORT_MOMENTS_ONCE
namespace taipan {

// Distances are taken from the newest value, which is as near to the mean as the window is wide.
inline void moments_at(const double* x, std::size_t period, bool root, double* mean,
                       double* spread) {
  const double scale = 1.0 / static_cast<double>(period);
  double first = 0.0;
  double second = 0.0;
  for (std::size_t k = 1; k < period; ++k) {
    const double y = *(x - k) - *x;
    first += y;
    second += y * y;
  }
  const double m = scale * first;
  const double v = scale * second - m * m;
  const double variance = 0.0 > v ? 0.0 : v;
  *mean = *x + m;
  *spread = root ? std::sqrt(variance) : variance;
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
void short_windows(const double* x, bool root, double* mean, double* spread, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const V scale = hn::Set(d, 1.0 / static_cast<double>(period));
  std::size_t i = 0;
  for (; lanes > 1 && i + lanes <= n; i += lanes) {
    const V newest = hn::LoadU(d, x + i);
    V first = hn::Zero(d);
    V second = hn::Zero(d);
    for (std::size_t k = 1; k < period; ++k) {
      const V y = hn::Sub(hn::LoadU(d, x + i - k), newest);
      first = hn::Add(first, y);
      second = hn::MulAdd(y, y, second);
    }
    const V m = hn::Mul(scale, first);
    hn::StoreU(hn::Add(newest, m), d, mean + i);
    // The second argument is answered for NaN: it must stay one.
    const V variance = hn::Max(hn::Zero(d), hn::NegMulAdd(m, m, hn::Mul(scale, second)));
    hn::StoreU(root ? hn::Sqrt(variance) : variance, d, spread + i);
  }
  for (; i < n; ++i) moments_at(x + i, period, root, mean + i, spread + i);
}

void run_short_moments(const double* x, std::size_t period, bool root, double* mean, double* spread,
                       std::size_t n) {
  switch (period) {
    case 2:
      return short_windows<2>(x, root, mean, spread, n);
    case 3:
      return short_windows<3>(x, root, mean, spread, n);
    case 4:
      return short_windows<4>(x, root, mean, spread, n);
    case 5:
      return short_windows<5>(x, root, mean, spread, n);
    case 6:
      return short_windows<6>(x, root, mean, spread, n);
    case 7:
      return short_windows<7>(x, root, mean, spread, n);
    default:
      return short_windows<8>(x, root, mean, spread, n);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_short_moments);

class ShortMoments final : public Operator {
 public:
  ShortMoments(std::size_t period, bool root) : period_(period), root_(root) {}

  std::string key() const override {
    return (root_ ? "short deviation" : "short moments") + std::to_string(period_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<ShortMoments>(period_, root_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t outputs() const override { return 2; }
  std::size_t warmup(std::size_t) const override { return period_ - 1; }
  std::size_t lookback() const override { return period_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = std::min(n, period_ - 1 - std::min(seen_, period_ - 1));
    seen_ += n;
    TAIPAN_DISPATCH(run_short_moments, kernel)
    (in[0] + i, period_, root_, out[0] + i, out[1] + i, n - i);
  }

  BankStep bank() const override {
    return {2, [period = period_, root = root_](const BankRow& row) {
              if (row.seen() + 1 >= period) measure_row(row, period, root);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (++seen_ >= period_) moments_at(in[0] + t, period_, root_, out[0] + t, out[1] + t);
  }
  Settled settled() override {
    return seen_ < period_ ? nullptr : threaded<&ShortMoments::advance>;
  }

 private:
  static void measure_row(const BankRow& row, std::size_t period, bool root) {
    const double* x = row.in(0);
    double* first = row.state(0);
    double* second = row.state(1);
    row.fill(first, 0.0);
    row.fill(second, 0.0);
    for (std::size_t k = 1; k < period; ++k) {
      row.each([=, old = row.in(0, k)](std::size_t s) {
        const double y = old[s] - x[s];
        first[s] += y;
        second[s] += y * y;
      });
    }
    double* mean = row.out(0);
    double* spread = row.out(1);
    row.each([=, scale = 1.0 / static_cast<double>(period)](std::size_t s) {
      const double m = scale * first[s];
      const double v = scale * second[s] - m * m;
      const double variance = 0.0 > v ? 0.0 : v;
      mean[s] = x[s] + m;
      spread[s] = root ? std::sqrt(variance) : variance;
    });
  }

  void advance(const double* const* in, double* const* out, std::size_t t) {
    moments_at(in[0] + t, period_, root_, out[0] + t, out[1] + t);
  }

  std::size_t period_;
  bool root_;
  std::size_t seen_ = 0;
};

}  // namespace

std::unique_ptr<Operator> short_moments(std::size_t period, bool root) {
  return std::make_unique<ShortMoments>(period, root);
}

}  // namespace taipan
#endif  // HWY_ONCE
