#include "indicators/operators/money_flow.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/money_flow.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/only_if.h"

#ifndef TAIPAN_MONEY_FLOW_ONCE
#define TAIPAN_MONEY_FLOW_ONCE
namespace taipan {

// The flow times 0 or 1: a flow that is not finite spoils both sides.
inline void flow_of(double price, double before, double volume, double* up, double* down) {
  const double flow = price * volume;
  *up = flow * only_if(price > before, 1.0);
  *down = flow * only_if(price < before, 1.0);
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_flow(const double* price, const double* volume, double* up, double* down, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto one = hn::Set(d, 1.0);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto now = hn::LoadU(d, price + i);
    const auto before = hn::LoadU(d, price + i - 1);
    const auto flow = hn::Mul(now, hn::LoadU(d, volume + i));
    hn::StoreU(hn::Mul(flow, hn::IfThenElseZero(hn::Gt(now, before), one)), d, up + i);
    hn::StoreU(hn::Mul(flow, hn::IfThenElseZero(hn::Lt(now, before), one)), d, down + i);
  }
  for (; i < n; ++i) flow_of(price[i], price[i - 1], volume[i], up + i, down + i);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_flow);

class MoneyFlows final : public Operator {
 public:
  std::string key() const override { return "money_flow"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<MoneyFlows>(); }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_); }
  std::size_t outputs() const override { return 2; }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    TAIPAN_DISPATCH(run_flow, kernel)(in[0] + i, in[1] + i, out[0] + i, out[1] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double before = in[0][is_first_ ? t : t - 1];
    flow_of(in[0][t], before, in[1][t], out[0] + t, out[1] + t);
    is_first_ = false;
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&MoneyFlows::advance>; }

  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              const double* price = row.in(0);
              const double* before = row.in(0, std::min<std::size_t>(row.seen(), 1));
              const double* volume = row.in(1);
              double* up = row.out(0);
              double* down = row.out(1);
              row.each([=](std::size_t s) {
                flow_of(price[s], before[s], volume[s], up + s, down + s);
              });
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    flow_of(in[0][t], in[0][t - 1], in[1][t], out[0] + t, out[1] + t);
  }

  bool is_first_ = true;
};

}  // namespace

MoneyFlow money_flow(Series price, Series volume) {
  const auto both = price.graph().apply_all(std::make_unique<MoneyFlows>(), {price, volume});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
