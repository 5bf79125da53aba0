#include "indicators/operators/rate_of_change.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/rate_of_change.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/division-inl.h"

#ifndef TAIPAN_RATE_OF_CHANGE_ONCE
#define TAIPAN_RATE_OF_CHANGE_ONCE
namespace taipan {

template <Rate rate>
double rate_of(double x, double earlier) {
  if constexpr (rate == Rate::percent || rate == Rate::ratio) {
    if (earlier == 0.0 || earlier != earlier) return 0.0;
    return rate == Rate::ratio ? x / earlier : 100.0 * x / earlier - 100.0;
  }
  const double fraction = (x - earlier) / earlier;
  return rate == Rate::fraction || std::isfinite(fraction) ? fraction : 0.0;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

// A change by the value before: subtracted first, which loses nothing of a small one.
template <Rate rate>
HWY_INLINE Fraction fraction_of(V x, V earlier) {
  if constexpr (rate == Rate::ratio) return {x, earlier};
  const V change = hn::Sub(x, earlier);
  return {rate == Rate::percent ? hn::Mul(hn::Set(D(), 100.0), change) : change, earlier};
}

template <Rate rate>
HWY_INLINE V finite_rate(V quotient) {
  if constexpr (rate != Rate::finite_fraction) return quotient;
  // What is not finite less itself is NaN.
  return hn::IfThenElseZero(hn::Eq(hn::Sub(quotient, quotient), hn::Zero(D())), quotient);
}

template <Rate rate>
void rate_lines(const double* x, const double* earlier, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (std::size_t j = lanes; lanes > 1 && i + 2 * lanes <= n; i += 2 * lanes, j = i + lanes) {
    Fraction first = fraction_of<rate>(hn::LoadU(d, x + i), hn::LoadU(d, earlier + i));
    Fraction second = fraction_of<rate>(hn::LoadU(d, x + j), hn::LoadU(d, earlier + j));
    if (!divide_pair(first, second)) {
      for (std::size_t k = i; k < i + 2 * lanes; ++k) out[k] = rate_of<rate>(x[k], earlier[k]);
      continue;
    }
    hn::StoreU(finite_rate<rate>(first.above), d, out + i);
    hn::StoreU(finite_rate<rate>(second.above), d, out + j);
  }
  for (; i < n; ++i) out[i] = rate_of<rate>(x[i], earlier[i]);
}

void run_rate(Rate rate, const double* x, const double* earlier, double* out, std::size_t n) {
  switch (rate) {
    case Rate::percent:
      return rate_lines<Rate::percent>(x, earlier, out, n);
    case Rate::ratio:
      return rate_lines<Rate::ratio>(x, earlier, out, n);
    case Rate::fraction:
      return rate_lines<Rate::fraction>(x, earlier, out, n);
    case Rate::finite_fraction:
      return rate_lines<Rate::finite_fraction>(x, earlier, out, n);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_rate);

template <Rate rate>
class RateOfChange final : public Operator {
 public:
  explicit RateOfChange(std::size_t bars) : bars_(bars) {}

  std::string key() const override {
    return "rate" + std::to_string(static_cast<int>(rate)) + "," + std::to_string(bars_);
  }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<RateOfChange>(bars_); }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return bars_; }
  std::size_t lookback() const override { return bars_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = std::min(n, bars_ - std::min(seen_, bars_));
    seen_ += n;
    TAIPAN_DISPATCH(run_rate, kernel)(rate, in[0] + i, in[0] + i - bars_, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (seen_++ >= bars_) out[0][t] = next(in[0][t], in[0] + t);
  }
  Settled settled() override { return seen_ >= bars_ ? carrying<&RateOfChange::next>() : nullptr; }

  BankStep bank() const override {
    return {0, [bars = bars_](const BankRow& row) {
              if (row.seen() < bars) return;
              row.map([](double x, double earlier) { return rate_of<rate>(x, earlier); }, row.in(0),
                      row.in(0, bars));
            }};
  }

 private:
  double next(double newest, const double* x) { return rate_of<rate>(newest, *(x - bars_)); }

  std::size_t bars_;
  std::size_t seen_ = 0;
};

template <Rate rate>
Series rates(Series x, std::size_t bars) {
  return x.graph().apply(std::make_unique<RateOfChange<rate>>(bars), {x});
}

}  // namespace

Series rate_of_change(Series x, std::size_t bars, Rate rate) {
  switch (rate) {
    case Rate::percent:
      return rates<Rate::percent>(x, bars);
    case Rate::ratio:
      return rates<Rate::ratio>(x, bars);
    case Rate::fraction:
      return rates<Rate::fraction>(x, bars);
    default:
      return rates<Rate::finite_fraction>(x, bars);
  }
}

}  // namespace taipan
#endif  // HWY_ONCE
