#include "indicators/operators/adaptive_average.h"

#include <cmath>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/adaptive_average.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/running_window.h"
#include "indicators/operators/vector_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// Lane i of (keep, add) says y[i] = keep * y[-1] + add once it has taken in the lanes before it.
struct Steps {
  V keep;
  V add;
};

template <int shift>
HWY_INLINE Steps joined(const Steps& steps) {
  const D d;
  const V keep = shifted<shift>(hn::Set(d, 1.0), steps.keep);
  const V add = shifted<shift>(hn::Zero(d), steps.add);
  return {hn::Mul(steps.keep, keep), hn::MulAdd(steps.keep, add, steps.add)};
}

double run_adaptive(const double* x, const double* gain, double* out, std::size_t n, double carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  if (lanes > 1) {
    const V one = hn::Set(d, 1.0);
    V y = hn::Set(d, carry);
    for (; i + lanes <= n; i += lanes) {
      const V g = hn::LoadU(d, gain + i);
      Steps steps{hn::Sub(one, g), hn::Mul(g, hn::LoadU(d, x + i))};
      steps = joined<1>(steps);
      steps = joined<2>(steps);
#if HWY_TARGET == HWY_AVX3
      steps = joined<4>(steps);
      y = hn::MulAdd(steps.keep, y, steps.add);
      hn::StoreU(y, d, out + i);
      y = V{_mm512_permutexvar_pd(_mm512_set1_epi64(7), y.raw)};
#else
      y = hn::MulAdd(steps.keep, y, steps.add);
      hn::StoreU(y, d, out + i);
      y = hn::Set(d, out[i + lanes - 1]);
#endif
    }
    carry = hn::GetLane(y);
  }
  for (; i < n; ++i) out[i] = carry = (1.0 - gain[i]) * carry + gain[i] * x[i];
  return carry;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_adaptive);

class AdaptiveAverage final : public Operator {
 public:
  explicit AdaptiveAverage(std::size_t seed_period) : seed_period_(seed_period) {}

  std::string key() const override { return "adaptive" + std::to_string(seed_period_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<AdaptiveAverage>(seed_period_);
  }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_, y_); }
  std::size_t lookback() const override { return seed_period_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    if (n == 0) return;
    const std::size_t i = is_first_ ? 1 : 0;
    if (is_first_) step(in, out, 0);
    const double before = y_;
    y_ = TAIPAN_DISPATCH(run_adaptive, kernel)(in[0] + i, in[1] + i, out[0] + i, n - i, before);
    if (std::isfinite(y_)) return;
    // Infinities meet in another order in a vector than one by one.
    y_ = before;
    for (std::size_t t = i; t < n; ++t) step(in, out, t);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    const double gain = in[1][t];
    if (is_first_) {
      const double sum = sum_of(x + 1 - seed_period_, seed_period_);
      y_ = sum / static_cast<double>(seed_period_);
      is_first_ = false;
    } else {
      y_ = (1.0 - gain) * y_ + gain * *x;
    }
    out[0][t] = y_;
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&AdaptiveAverage::advance>; }

  BankStep bank() const override {
    return {1, [window = std::vector<double>(seed_period_)](const BankRow& row) mutable {
              double* last = row.state();
              if (row.seen() == 0) {
                for (std::size_t s = 0; s < row.symbols(); ++s) {
                  row.gather(0, s, 0, window);
                  last[s] =
                      sum_of(window.data(), window.size()) / static_cast<double>(window.size());
                }
                return row.copy(last, row.out());
              }
              const double* x = row.in(0);
              const double* gain = row.in(1);
              double* y = row.out();
              row.each([=](std::size_t s) {
                y[s] = last[s] = (1.0 - gain[s]) * last[s] + gain[s] * x[s];
              });
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double gain = in[1][t];
    out[0][t] = y_ = (1.0 - gain) * y_ + gain * in[0][t];
  }

  std::size_t seed_period_;
  bool is_first_ = true;
  double y_ = 0.0;
};

}  // namespace

Series adaptive_average(Series x, Series gain, std::size_t seed_period) {
  return x.graph().apply(std::make_unique<AdaptiveAverage>(seed_period), {x, gain});
}

}  // namespace taipan
#endif  // HWY_ONCE
