#include "indicators/operators/range_position.h"

#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/range_position.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_RANGE_POSITION_ONCE
#define TAIPAN_RANGE_POSITION_ONCE
namespace taipan {

enum class From { low, high };

// NaN of any argument comes through: a flat range is free of it, and x less itself carries its own.
template <From from>
double position_of(double x, double high, double low, Flat flat) {
  const double range = high - low;
  if (range == 0.0) return (x == high ? flat.on : flat.off) + (x - x);
  return 100.0 * (x - (from == From::low ? low : high)) / range;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <From from>
void positions(const double* x, const double* high, const double* low, Flat flat, double* out,
               std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto zero = hn::Zero(d);
  const auto hundred = hn::Set(d, 100.0);
  const auto on = hn::Set(d, flat.on);
  const auto off = hn::Set(d, flat.off);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto value = hn::LoadU(d, x + i);
    const auto h = hn::LoadU(d, high + i);
    const auto l = hn::LoadU(d, low + i);
    const auto range = hn::Sub(h, l);
    const auto distance = hn::Mul(hundred, hn::Sub(value, from == From::low ? l : h));
    const auto of_flat = hn::Add(hn::IfThenElse(hn::Eq(value, h), on, off), hn::Sub(value, value));
    hn::StoreU(hn::IfThenElse(hn::Eq(range, zero), of_flat, hn::Div(distance, range)), d, out + i);
  }
  for (; i < n; ++i) out[i] = position_of<from>(x[i], high[i], low[i], flat);
}

void run_position(From from, const double* const* in, Flat flat, double* out, std::size_t n) {
  if (from == From::low) return positions<From::low>(in[0], in[1], in[2], flat, out, n);
  positions<From::high>(in[0], in[1], in[2], flat, out, n);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_position);

template <From from>
class RangePosition final : public Operator {
 public:
  explicit RangePosition(Flat flat) : flat_(flat) {}

  std::string key() const override {
    return (from == From::low ? "position" : "shortfall") +
           bytes_of(std::array{flat_.on, flat_.off});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RangePosition>(flat_);
  }
  void reset() override {}
  void exchange(Archive&) override {}

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    TAIPAN_DISPATCH(run_position, kernel)(from, in, flat_, out[0], n);
  }
  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }
  Settled settled() override { return threaded<&RangePosition::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = position_of<from>(in[0][t], in[1][t], in[2][t], flat_);
  }
  BankStep bank() const override {
    return {0, [flat = flat_](const BankRow& row) {
              row.map([flat](double x, double high,
                             double low) { return position_of<from>(x, high, low, flat); },
                      row.in(0), row.in(1), row.in(2));
            }};
  }

  Flat flat_;
};

}  // namespace

Series range_position(Series x, Series high, Series low, Flat flat) {
  return x.graph().apply(std::make_unique<RangePosition<From::low>>(flat), {x, high, low});
}

Series range_shortfall(Series x, Series high, Series low, Flat flat) {
  return x.graph().apply(std::make_unique<RangePosition<From::high>>(flat), {x, high, low});
}

}  // namespace taipan
#endif  // HWY_ONCE
