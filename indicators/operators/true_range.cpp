#include "indicators/operators/true_range.h"

#include <cmath>
#include <functional>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/true_range.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_TRUE_RANGE_ONCE
#define TAIPAN_TRUE_RANGE_ONCE
namespace taipan {

// NaN where any is NaN: comparisons with NaN answer the second argument, and the sums with `low`
// and `before` carry theirs along.
inline double true_range_of(double high, double low, double before) {
  const double range = high - low;
  const double up = std::fabs(high - before);
  const double down = std::fabs(low - before);
  const double gap = up > down ? up : down;
  return (range > gap ? range : gap) + 0.0 * range;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Highway's Max of one lane answers the number where x86 answers the second argument: the plain
// loop serves there.
void run_true_range(const double* high, const double* low, const double* close, double* out,
                    std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; lanes > 1 && i + lanes <= n; i += lanes) {
    const auto h = hn::LoadU(d, high + i);
    const auto l = hn::LoadU(d, low + i);
    const auto before = hn::LoadU(d, close + i - 1);
    const auto range = hn::Sub(h, l);
    const auto up = hn::Abs(hn::Sub(h, before));
    const auto down = hn::Abs(hn::Sub(l, before));
    const auto gap = hn::Max(up, down);
    hn::StoreU(hn::MulAdd(hn::Zero(d), range, hn::Max(range, gap)), d, out + i);
  }
  for (; i < n; ++i) out[i] = true_range_of(high[i], low[i], close[i - 1]);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_true_range);

class TrueRange final : public Operator {
 public:
  std::string key() const override { return "true_range"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<TrueRange>(); }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override { archive(is_first_); }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    TAIPAN_DISPATCH(run_true_range, kernel)(in[0] + i, in[1] + i, in[2] + i, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (is_first_) {
      out[0][t] = in[0][t] - in[1][t];
      is_first_ = false;
    } else {
      advance(in, out, t);
    }
  }
  Settled settled() override { return is_first_ ? nullptr : threaded<&TrueRange::advance>; }

  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              const double* high = row.in(0);
              const double* low = row.in(1);
              if (row.seen() == 0) return row.map(std::minus(), high, low);
              row.map([](double h, double l, double before) { return true_range_of(h, l, before); },
                      high, low, row.in(2, 1));
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = true_range_of(in[0][t], in[1][t], in[2][t - 1]);
  }

  bool is_first_ = true;
};

}  // namespace

Series true_range(Series high, Series low, Series close) {
  return high.graph().apply(std::make_unique<TrueRange>(), {high, low, close});
}

}  // namespace taipan
#endif  // HWY_ONCE
