#include "indicators/operators/offset_from_mean.h"

#include <cmath>
#include <string>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/offset_from_mean.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_OFFSET_FROM_MEAN_ONCE
#define TAIPAN_OFFSET_FROM_MEAN_ONCE
namespace taipan {

inline constexpr double small_part = 1e-6;

// Knuth's two-sum keeps what each addition rounds off; differences of neighbours are exact.
inline double summed_offset(double x, const double* source, std::size_t period) {
  double sum = 0.0;
  double rest = 0.0;
  for (std::size_t k = 0; k < period; ++k) {
    const double y = x - *(source - k);
    const double next = sum + y;
    const double kept = next - sum;
    rest += (sum - (next - kept)) + (y - kept);
    sum = next;
  }
  return (sum + rest) / static_cast<double>(period);
}

inline double offset_at(double x, const double* source, double mean, std::size_t period) {
  const double offset = x - mean;
  const bool is_small = std::fabs(offset) < small_part * std::fabs(mean);
  return is_small ? summed_offset(x, source, period) : offset;
}

inline double answer(double offset, bool is_above) {
  return is_above ? static_cast<double>(offset > 0.0) : offset;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <bool is_above>
void offsets(const double* x, const double* source, const double* mean, std::size_t period,
             double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto part = hn::Set(d, small_part);
  const auto one = hn::Set(d, 1.0);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto middle = hn::LoadU(d, mean + i);
    const auto offset = hn::Sub(hn::LoadU(d, x + i), middle);
    const auto result = is_above ? hn::IfThenElseZero(hn::Gt(offset, hn::Zero(d)), one) : offset;
    hn::StoreU(result, d, out + i);
    if (hn::AllFalse(d, hn::Lt(hn::Abs(offset), hn::Mul(part, hn::Abs(middle))))) continue;
    for (std::size_t j = i; j < i + lanes; ++j) {
      out[j] = answer(offset_at(x[j], source + j, mean[j], period), is_above);
    }
  }
  for (; i < n; ++i) out[i] = answer(offset_at(x[i], source + i, mean[i], period), is_above);
}

void run_offsets(bool is_above, const double* const* in, std::size_t period, double* out,
                 std::size_t n) {
  if (is_above) return offsets<true>(in[0], in[1], in[2], period, out, n);
  return offsets<false>(in[0], in[1], in[2], period, out, n);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_offsets);

class OffsetFromMean final : public Operator {
 public:
  OffsetFromMean(std::size_t period, bool is_above) : period_(period), is_above_(is_above) {}

  std::string key() const override {
    return (is_above_ ? "above mean" : "offset from mean") + std::to_string(period_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<OffsetFromMean>(period_, is_above_);
  }
  void reset() override {}
  void exchange(Archive&) override {}
  std::size_t lookback() const override { return period_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    TAIPAN_DISPATCH(run_offsets, kernel)(is_above_, in, period_, out[0], n);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }
  Settled settled() override { return threaded<&OffsetFromMean::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = answer(offset_at(in[0][t], in[1] + t, in[2][t], period_), is_above_);
  }

  std::size_t period_;
  bool is_above_;
};

}  // namespace

Series offset_from_mean(Series x, Series source, Series mean, std::size_t period) {
  return x.graph().apply(std::make_unique<OffsetFromMean>(period, false), {x, source, mean});
}

Series above_mean(Series x, Series source, Series mean, std::size_t period) {
  return x.graph().apply(std::make_unique<OffsetFromMean>(period, true), {x, source, mean});
}

}  // namespace taipan
#endif  // HWY_ONCE
