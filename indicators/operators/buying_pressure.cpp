#include "indicators/operators/buying_pressure.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/buying_pressure.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_BUYING_PRESSURE_ONCE
#define TAIPAN_BUYING_PRESSURE_ONCE
namespace taipan {

inline void pressure_of(double high, double low, double close, double before, double* pressure,
                        double* range) {
  const double bottom = low < before ? low : before;
  const double top = high > before ? high : before;
  const bool known = high == high && low == low && close == close && before == before;
  *pressure = known ? close - bottom : 0.0;
  *range = known ? top - bottom : 0.0;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_pressure(const double* const* in, double* const* out, std::size_t from, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = from;
  for (; i + lanes <= n; i += lanes) {
    const auto high = hn::LoadU(d, in[0] + i);
    const auto low = hn::LoadU(d, in[1] + i);
    const auto close = hn::LoadU(d, in[2] + i);
    const auto before = hn::LoadU(d, in[2] + i - 1);
    // Equal to themselves: no NaN.
    const auto known = hn::And(hn::And(hn::Eq(high, high), hn::Eq(low, low)),
                               hn::And(hn::Eq(close, close), hn::Eq(before, before)));
    const auto bottom = hn::IfThenElse(hn::Lt(low, before), low, before);
    const auto top = hn::IfThenElse(hn::Gt(high, before), high, before);
    hn::StoreU(hn::IfThenElseZero(known, hn::Sub(close, bottom)), d, out[0] + i);
    hn::StoreU(hn::IfThenElseZero(known, hn::Sub(top, bottom)), d, out[1] + i);
  }
  for (; i < n; ++i) {
    pressure_of(in[0][i], in[1][i], in[2][i], in[2][i - 1], out[0] + i, out[1] + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_pressure);

class BuyingPressures final : public Operator {
 public:
  std::string key() const override { return "buying_pressure"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<BuyingPressures>(); }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_); }
  std::size_t outputs() const override { return 2; }
  std::size_t warmup(std::size_t) const override { return 1; }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t from = is_first_ && n > 0 ? 1 : 0;
    is_first_ = is_first_ && n == 0;
    TAIPAN_DISPATCH(run_pressure, kernel)(in, out, from, n);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (!is_first_) advance(in, out, t);
    is_first_ = false;
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&BuyingPressures::advance>; }

  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              if (row.seen() == 0) return;
              const double* high = row.in(0);
              const double* low = row.in(1);
              const double* close = row.in(2);
              const double* before = row.in(2, 1);
              double* pressure = row.out(0);
              double* range = row.out(1);
              row.each([=](std::size_t s) {
                pressure_of(high[s], low[s], close[s], before[s], pressure + s, range + s);
              });
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    pressure_of(in[0][t], in[1][t], in[2][t], in[2][t - 1], out[0] + t, out[1] + t);
  }

  bool is_first_ = true;
};

}  // namespace

BuyingPressure buying_pressure(Series high, Series low, Series close) {
  const auto both = high.graph().apply_all(std::make_unique<BuyingPressures>(), {high, low, close});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
