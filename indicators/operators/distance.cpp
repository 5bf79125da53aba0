#include "indicators/operators/distance.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/distance.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_distance(const double* x, const double* from, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::Abs(hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, from + i - 1))), d, out + i);
  }
  for (; i < n; ++i) out[i] = std::fabs(x[i] - from[i - 1]);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_distance);

class DistanceFromLast final : public Operator {
 public:
  std::string key() const override { return "distance_from_last"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<DistanceFromLast>(); }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_); }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    TAIPAN_DISPATCH(run_distance, kernel)(in[0] + i, in[1] + i, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (is_first_) {
      out[0][t] = 0.0;
      is_first_ = false;
      return;
    }
    advance(in, out, t);
  }

  Settled settled() override { return is_first_ ? nullptr : threaded<&DistanceFromLast::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = std::fabs(in[0][t] - in[1][t - 1]);
  }

  bool is_first_ = true;
};

}  // namespace

Series distance_from_last(Series x, Series from) {
  return x.graph().apply(std::make_unique<DistanceFromLast>(), {x, from});
}

}  // namespace taipan
#endif  // HWY_ONCE
