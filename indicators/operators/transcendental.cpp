#include "indicators/operators/transcendental.h"

#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/transcendental.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "hwy/contrib/math/math-inl.h"
#include "indicators/core/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

// Highway's logarithm is for positive numbers.
HWY_INLINE V logarithm(V x) {
  const D d;
  const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const V ordinary = hn::Log(d, x);
  const V positive = hn::IfThenElse(hn::Lt(x, infinity), ordinary, x);  // a NaN stays one
  const V zero = hn::Zero(d);
  const V other = hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinity), hn::NaN(d));
  return hn::IfThenElse(hn::Le(x, zero), other, positive);
}

void run_log(const double* x, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(logarithm(hn::LoadU(d, x + i)), d, out + i);
  if (i == n) return;
  const auto rest = hn::FirstN(d, n - i);
  hn::BlendedStore(logarithm(hn::MaskedLoad(rest, d, x + i)), rest, d, out + i);
}

void run_atan(const double* x, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) hn::StoreU(hn::Atan(d, hn::LoadU(d, x + i)), d, out + i);
  if (i == n) return;
  const auto rest = hn::FirstN(d, n - i);
  hn::BlendedStore(hn::Atan(d, hn::MaskedLoad(rest, d, x + i)), rest, d, out + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_log);
HWY_EXPORT(run_atan);

enum class Function { log, atan };

// Steps take the scalar kernel rather than the C library, whose last bit depends on the processor.
template <Function function>
class Transcendental final : public Operator {
 public:
  std::string key() const override { return function == Function::log ? "log" : "atan"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Transcendental>(); }
  void reset() override {}
  void exchange(Archive&) override {}

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    if constexpr (function == Function::log) TAIPAN_DISPATCH(run_log, kernel)(in[0], out[0], n);
    if constexpr (function == Function::atan) TAIPAN_DISPATCH(run_atan, kernel)(in[0], out[0], n);
  }

  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              const double* x = row.in(0);
              double* y = row.out();
              Transcendental().block(&x, &y, row.symbols(), Kernel::scalar);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    double* y = out[0] + t;
    block(&x, &y, 1, Kernel::scalar);
  }
  Settled settled() override { return threaded<&Transcendental::advance>; }

 private:
  // The scalar kernel by name.
  void advance(const double* const* in, double* const* out, std::size_t t) {
    if constexpr (function == Function::log) HWY_STATIC_DISPATCH(run_log)(in[0] + t, out[0] + t, 1);
    if constexpr (function == Function::atan) {
      HWY_STATIC_DISPATCH(run_atan)(in[0] + t, out[0] + t, 1);
    }
  }
};

}  // namespace

Series log(Series x) {
  return x.graph().apply(std::make_unique<Transcendental<Function::log>>(), {x});
}

Series atan(Series x) {
  return x.graph().apply(std::make_unique<Transcendental<Function::atan>>(), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
