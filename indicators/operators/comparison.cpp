#include "indicators/operators/comparison.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/comparison.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_above(const double* a, const double* b, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto one = hn::Set(d, 1.0);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto is_above = hn::Gt(hn::LoadU(d, a + i), hn::LoadU(d, b + i));
    hn::StoreU(hn::IfThenElseZero(is_above, one), d, out + i);
  }
  for (; i < n; ++i) out[i] = static_cast<double>(a[i] > b[i]);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_above);

class Above final : public Operator {
 public:
  std::string key() const override { return "above"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Above>(); }
  void reset() override {}

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    TAIPAN_DISPATCH(run_above, kernel)(in[0], in[1], out[0], n);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = static_cast<double>(in[0][t] > in[1][t]);
  }
};

}  // namespace

Series above(Series a, Series b) { return a.graph().apply(std::make_unique<Above>(), {a, b}); }

}  // namespace taipan
#endif  // HWY_ONCE
