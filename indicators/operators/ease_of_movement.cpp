#include "indicators/operators/ease_of_movement.h"

#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/ease_of_movement.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_EASE_OF_MOVEMENT_ONCE
#define TAIPAN_EASE_OF_MOVEMENT_ONCE
namespace taipan {

// Volumes are counted in these.
inline constexpr double volume_unit = 10'000.0;

inline double ease_of(double high, double high1, double low, double low1, double volume) {
  const double range = high - low;
  const double move = 0.5 * (high + low) - 0.5 * (high1 + low1);
  if (range == 0.0) return std::numeric_limits<double>::quiet_NaN();
  return volume_unit * move * range / volume;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_ease(const double* high, const double* low, const double* volume, double* out,
              std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto half = hn::Set(d, 0.5);
  const auto nan = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto h = hn::LoadU(d, high + i);
    const auto l = hn::LoadU(d, low + i);
    const auto before = hn::Add(hn::LoadU(d, high + i - 1), hn::LoadU(d, low + i - 1));
    const auto move = hn::Sub(hn::Mul(half, hn::Add(h, l)), hn::Mul(half, before));
    const auto range = hn::Sub(h, l);
    const auto part = hn::Mul(hn::Mul(hn::Set(d, volume_unit), move), range);
    const auto ease = hn::Div(part, hn::LoadU(d, volume + i));
    hn::StoreU(hn::IfThenElse(hn::Eq(range, hn::Zero(d)), nan, ease), d, out + i);
  }
  for (; i < n; ++i) out[i] = ease_of(high[i], *(high + i - 1), low[i], *(low + i - 1), volume[i]);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_ease);

class EaseOfMovement final : public Operator {
 public:
  std::string key() const override { return "ease_of_movement"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<EaseOfMovement>(); }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_); }
  std::size_t warmup(std::size_t) const override { return 1; }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = is_first_ && n > 0 ? 1 : 0;
    if (n > 0) is_first_ = false;
    TAIPAN_DISPATCH(run_ease, kernel)(in[0] + i, in[1] + i, in[2] + i, out[0] + i, n - i);
  }

  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              if (row.seen() == 0) return;
              row.map([](double high, double high1, double low, double low1,
                         double volume) { return ease_of(high, high1, low, low1, volume); },
                      row.in(0), row.in(0, 1), row.in(1), row.in(1, 1), row.in(2));
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (!is_first_) advance(in, out, t);
    is_first_ = false;
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&EaseOfMovement::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = ease_of(in[0][t], in[0][t - 1], in[1][t], in[1][t - 1], in[2][t]);
  }

  bool is_first_ = true;
};

}  // namespace

Series ease_of_movement(Series high, Series low, Series volume) {
  return high.graph().apply(std::make_unique<EaseOfMovement>(), {high, low, volume});
}

}  // namespace taipan
#endif  // HWY_ONCE
