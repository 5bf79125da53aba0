#include "indicators/operators/fractal_gain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/fractal_gain.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>

#include "indicators/core/dispatch.h"

#ifndef TAIPAN_FRACTAL_GAIN_ONCE
#define TAIPAN_FRACTAL_GAIN_ONCE
namespace taipan {

struct FractalTerms {
  std::size_t half;
  double slope;  // a = exp(slope * (ln of the ratio of ranges - ln 2))
  double scale;  // of 2 / a - 2 in the period
  double fastest;
  double least;  // gain
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

HWY_INLINE V gain_of(const FractalTerms& terms, V ratio) {
  const D d;
  const V ln2 = hn::Set(d, 0.693147180559945309417);
  const V exponent = hn::Mul(hn::Set(d, terms.slope), hn::Sub(hn::Log(d, ratio), ln2));
  const V one = hn::Set(d, 1.0);
  const V two = hn::Set(d, 2.0);
  const V a = hn::Min(hn::Max(hn::Exp(d, exponent), hn::Set(d, 0.1)), one);
  const V period =
      hn::MulAdd(hn::Set(d, terms.scale), hn::Sub(hn::Div(two, a), two), hn::Set(d, terms.fastest));
  const V gain = hn::Div(two, hn::Add(period, one));
  return hn::Min(hn::Max(gain, hn::Set(d, terms.least)), one);
}

// Returns the last gain.
double run_fractal(const double* highest, const double* lowest, double* out, std::size_t n,
                   const FractalTerms& terms, double last) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double* older_high = highest - terms.half;
  const double* older_low = lowest - terms.half;
  const V zero = hn::Zero(d);
  const V two = hn::Set(d, 2.0);
  const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < n; i += lanes) {
    const auto some = hn::FirstN(d, std::min(lanes, n - i));
    const V high1 = hn::MaskedLoad(some, d, highest + i);
    const V low1 = hn::MaskedLoad(some, d, lowest + i);
    const V high2 = hn::MaskedLoad(some, d, older_high + i);
    const V low2 = hn::MaskedLoad(some, d, older_low + i);
    const V range1 = hn::Sub(high1, low1);
    const V range2 = hn::Sub(high2, low2);
    const V range = hn::Sub(hn::Max(high1, high2), hn::Min(low1, low2));
    const V ratio = hn::Div(hn::Mul(two, hn::Add(range1, range2)), range);
    const auto ranges = hn::And(hn::Gt(range1, zero), hn::Gt(range2, zero));
    const auto ratios = hn::And(hn::Gt(ratio, zero), hn::Lt(ratio, infinity));
    const auto valid = hn::And(some, hn::And(ranges, ratios));
    const V gain = gain_of(terms, hn::IfThenElse(valid, ratio, two));
    const std::size_t count = std::min(lanes, n - i);
    if (hn::CountTrue(d, valid) == count) {
      hn::BlendedStore(gain, some, d, out + i);
    } else {
      HWY_ALIGN double gains[8];
      HWY_ALIGN double known[8];
      hn::Store(gain, d, gains);
      hn::Store(hn::IfThenElseZero(valid, two), d, known);
      for (std::size_t j = 0; j < count; ++j) {
        out[i + j] = known[j] > 0.0 ? gains[j] : (j > 0 ? out[i + j - 1] : last);
      }
    }
    last = out[i + count - 1];
  }
  return last;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_fractal);

FractalTerms terms_of(const FractalGain& parameters) {
  const double span = parameters.slowest - 1.0;
  const double least = 2.0 / (parameters.slowest + 1.0);
  return {parameters.half, std::log(least) / std::log(2.0),
          span == 0.0 ? 0.0 : (parameters.slowest - parameters.fastest) / span, parameters.fastest,
          least};
}

class FractalGainOperator final : public Operator {
 public:
  explicit FractalGainOperator(const FractalGain& parameters)
      : parameters_(parameters), terms_(terms_of(parameters)) {
    reset();
  }

  std::string key() const override {
    return "fractal" + bytes_of(std::array{static_cast<double>(parameters_.half),
                                           parameters_.slowest, parameters_.fastest});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<FractalGainOperator>(parameters_);
  }
  // Before any range is known the dimension counts as 1.
  void reset() override {
    seen_ = 0;
    last_ = std::clamp(2.0 / (parameters_.fastest + 1.0), terms_.least, 1.0);
  }
  void exchange(Archive& archive) override { archive(seen_, last_); }
  std::size_t warmup(std::size_t) const override { return parameters_.half; }
  std::size_t lookback() const override { return parameters_.half + 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    for (; i < n && seen_ <= parameters_.half; ++i) step(in, out, i);
    if (i == n) return;
    // The windows that ended a bar ago.
    last_ = TAIPAN_DISPATCH(run_fractal, kernel)(in[0] + i - 1, in[1] + i - 1, out[0] + i, n - i,
                                                 terms_, last_);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (seen_ <= parameters_.half) {
      ++seen_;
      out[0][t] = 0.0;
      return;
    }
    advance(in, out, t);
  }
  Settled settled() override {
    return seen_ <= parameters_.half ? nullptr : threaded<&FractalGainOperator::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = last_ = next(in[0] + t - 1, in[1] + t - 1);
  }

  double next(const double* highest, const double* lowest) const {
    const double high1 = *highest;
    const double low1 = *lowest;
    const double high2 = *(highest - terms_.half);
    const double low2 = *(lowest - terms_.half);
    const double ratio =
        2.0 * ((high1 - low1) + (high2 - low2)) / (std::max(high1, high2) - std::min(low1, low2));
    const bool is_known = high1 > low1 && high2 > low2 && ratio > 0.0 && std::isfinite(ratio);
    if (!is_known) return last_;
    const double a =
        std::clamp(std::exp(terms_.slope * (std::log(ratio) - std::log(2.0))), 0.1, 1.0);
    const double period = terms_.scale * (2.0 / a - 2.0) + terms_.fastest;
    return std::clamp(2.0 / (period + 1.0), terms_.least, 1.0);
  }

  FractalGain parameters_;
  FractalTerms terms_;
  std::size_t seen_ = 0;
  double last_ = 0.0;
};

}  // namespace

Series fractal_gain(Series highest, Series lowest, const FractalGain& parameters) {
  return highest.graph().apply(std::make_unique<FractalGainOperator>(parameters),
                               {highest, lowest});
}

}  // namespace taipan
#endif  // HWY_ONCE
