#include "indicators/operators/mean_oscillation.h"

#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/mean_oscillation.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/rolling_sum.h"

#ifndef TAIPAN_MEAN_OSCILLATION_ONCE
#define TAIPAN_MEAN_OSCILLATION_ONCE
namespace taipan {

struct Windows {
  std::size_t near;
  std::size_t far;
  double ratio() const { return static_cast<double>(far) / static_cast<double>(near); }
};

inline double oscillation_at(const double* x, const Windows& windows) {
  double sum = 0.0;
  std::size_t back = 0;
  for (; back < windows.near; ++back) sum += *(x - back);
  const double near = windows.ratio() * sum;
  for (; back < windows.far; ++back) sum += *(x - back);
  return 100.0 * (near - sum) / sum;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_oscillation(const double* x, const Windows& windows, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto ratio = hn::Set(d, windows.ratio());
  const auto percent = hn::Set(d, 100.0);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    auto sum = hn::LoadU(d, x + i);
    std::size_t back = 1;
    for (; back < windows.near; ++back) sum = hn::Add(sum, hn::LoadU(d, x + i - back));
    const auto near = hn::Mul(ratio, sum);
    for (; back < windows.far; ++back) sum = hn::Add(sum, hn::LoadU(d, x + i - back));
    hn::StoreU(hn::Div(hn::Mul(percent, hn::Sub(near, sum)), sum), d, out + i);
  }
  for (; i < n; ++i) out[i] = oscillation_at(x + i, windows);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_oscillation);

// Windows up to here are added up anew for every value: cheaper than two running sums, and exact.
constexpr std::size_t longest_added = 16;

class MeanOscillation final : public Operator {
 public:
  explicit MeanOscillation(const Windows& windows) : windows_(windows) {}

  std::string key() const override {
    return "mean_oscillation" + bytes_of(std::array{windows_.near, windows_.far});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<MeanOscillation>(windows_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return windows_.far - 1; }
  std::size_t lookback() const override { return windows_.far - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = std::min(n, windows_.far - 1 - std::min(seen_, windows_.far - 1));
    seen_ += n;
    TAIPAN_DISPATCH(run_oscillation, kernel)(in[0] + i, windows_, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (++seen_ >= windows_.far) advance(in, out, t);
  }
  Settled settled() override {
    return seen_ < windows_.far ? nullptr : threaded<&MeanOscillation::advance>;
  }

  BankStep bank() const override {
    return {1, [windows = windows_](const BankRow& row) {
              if (row.seen() + 1 < windows.far) return;
              double* y = row.out();
              double* near = row.state();
              row.fill(y, 0.0);
              for (std::size_t back = 0; back < windows.far; ++back) {
                row.each([=, x = row.in(0, back)](std::size_t s) { y[s] += x[s]; });
                if (back + 1 == windows.near) row.copy(y, near);
              }
              row.each([=, ratio = windows.ratio()](std::size_t s) {
                y[s] = 100.0 * (ratio * near[s] - y[s]) / y[s];
              });
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = oscillation_at(in[0] + t, windows_);
  }

  Windows windows_;
  std::size_t seen_ = 0;
};

}  // namespace

Series mean_oscillation(Series x, std::size_t near, std::size_t far) {
  if (near <= far && far <= longest_added) {
    return x.graph().apply(std::make_unique<MeanOscillation>(Windows{near, far}), {x});
  }
  Series long_mean = rolling_mean(x, far);
  return (100.0 * rolling_mean(x, near) - 100.0 * long_mean) / long_mean;
}

}  // namespace taipan
#endif  // HWY_ONCE
