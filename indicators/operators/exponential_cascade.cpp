#include "indicators/operators/exponential_cascade.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/exponential_cascade.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_EXPONENTIAL_CASCADE_ONCE
#define TAIPAN_EXPONENTIAL_CASCADE_ONCE
namespace taipan {

inline constexpr std::size_t most_stages = 6;
using StageValues = std::array<double, most_stages>;

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

template <std::size_t stages>
void cascade_lines(const double* x, double* out, std::size_t n, double gain,
                   const StageValues& weights, StageValues& carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double decay = 1.0 - gain;
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V gains = hn::Set(d, gain);
    VectorScan scan[stages];
    V value = hn::LoadU(d, x);
    V sum = hn::Zero(d);
    for (std::size_t k = 0; k < stages; ++k) {
      value = begin_scan(scan[k], decay, carry[k], hn::Mul(gains, value));
      sum = hn::MulAdd(hn::Set(d, weights[k]), value, sum);
    }
    hn::StoreU(sum, d, out);
    for (i = lanes; i + lanes <= n; i += lanes) {
      value = hn::LoadU(d, x + i);
      sum = hn::Zero(d);
      // Unrolled, so that the scans stay in registers.
#pragma GCC unroll 6
      for (std::size_t k = 0; k < stages; ++k) {
        value = next_scan(scan[k], hn::Mul(gains, value));
        sum = hn::MulAdd(hn::Set(d, weights[k]), value, sum);
      }
      hn::StoreU(sum, d, out + i);
    }
    for (std::size_t k = 0; k < stages; ++k) carry[k] = end_scan(scan[k]);
  }
  for (; i < n; ++i) {
    double value = x[i];
    double sum = 0.0;
    for (std::size_t k = 0; k < stages; ++k) {
      value = carry[k] = decay * carry[k] + gain * value;
      sum += weights[k] * value;
    }
    out[i] = sum;
  }
}

void run_cascade(const double* x, double* out, std::size_t n, double gain, std::size_t stages,
                 const StageValues& weights, StageValues& carry) {
  switch (stages) {
    case 1:
      return cascade_lines<1>(x, out, n, gain, weights, carry);
    case 2:
      return cascade_lines<2>(x, out, n, gain, weights, carry);
    case 3:
      return cascade_lines<3>(x, out, n, gain, weights, carry);
    case 4:
      return cascade_lines<4>(x, out, n, gain, weights, carry);
    case 5:
      return cascade_lines<5>(x, out, n, gain, weights, carry);
    default:
      return cascade_lines<6>(x, out, n, gain, weights, carry);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_cascade);

class ExponentialCascade final : public Operator {
 public:
  explicit ExponentialCascade(const Cascade& parameters)
      : gain_(parameters.gain),
        seed_(parameters.seed),
        period_(parameters.period),
        stages_(parameters.weights.size()) {
    assert(stages_ >= 1 && stages_ <= most_stages);
    std::copy(parameters.weights.begin(), parameters.weights.end(), weights_.begin());
  }

  std::string key() const override {
    const std::array<double, 4> values{gain_, static_cast<double>(seed_),
                                       static_cast<double>(period_), static_cast<double>(stages_)};
    return "cascade" + bytes_of(values) + bytes_of(weights_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<ExponentialCascade>(*this);
  }
  void reset() override {
    seen_ = 0;
    values_ = {};
    sums_ = {};
  }
  void exchange(Archive& archive) override { archive(seen_, values_, sums_); }
  std::size_t warmup(std::size_t) const override { return first_of(stages_ - 1); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && seen_ <= first_of(stages_ - 1); ++i) y[i] = begin(x[i]);
    if (i == n) return;
    const StageValues before = values_;
    TAIPAN_DISPATCH(run_cascade, kernel)
    (x + i, y + i, n - i, gain_, stages_, weights_, values_);
    if (std::all_of(values_.begin(), values_.end(), [](double v) { return std::isfinite(v); })) {
      return;
    }
    // Infinities meet in another order in a vector than one by one.
    values_ = before;
    for (; i < n; ++i) y[i] = advance(x[i]);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const bool complete = seen_ > first_of(stages_ - 1);
    out[0][t] = complete ? advance(in[0][t]) : begin(in[0][t]);
  }
  Settled settled() override {
    if (seen_ <= first_of(stages_ - 1)) return nullptr;
    switch (stages_) {
      case 1:
        return carrying<&ExponentialCascade::go_on<1>>();
      case 2:
        return carrying<&ExponentialCascade::go_on<2>>();
      case 3:
        return carrying<&ExponentialCascade::go_on<3>>();
      case 4:
        return carrying<&ExponentialCascade::go_on<4>>();
      case 5:
        return carrying<&ExponentialCascade::go_on<5>>();
      default:
        return carrying<&ExponentialCascade::go_on<6>>();
    }
  }

  BankStep bank() const override {
    return {2 * stages_, [self = ExponentialCascade(*this)](const BankRow& row) {
              const double* value = row.in(0);
              row.fill(row.out(), 0.0);
              for (std::size_t k = 0; k < self.stages_; ++k) {
                if (row.seen() < self.first_of(k)) {
                  row.fill(row.out(), 0.0);
                  return row.each(
                      [=, sum = row.state(2 * k + 1)](std::size_t s) { sum[s] += value[s]; });
                }
                self.advance_row(row, k, value);
                value = row.state(2 * k);
              }
            }};
  }

 private:
  // Unrolled, so that only the values of the stages are loaded and stored.
  template <std::size_t stages>
  double go_on(double value) {
    const double gain = gain_;
    const double decay = 1.0 - gain;
    double sum = 0.0;
#pragma GCC unroll 6
    for (std::size_t k = 0; k < stages; ++k) {
      value = values_[k] = decay * values_[k] + gain * value;
      sum += weights_[k] * value;
    }
    return sum;
  }

  // Index of the first value of a stage.
  std::size_t first_of(std::size_t stage) const {
    if (seed_ == CascadeSeed::zero) return 0;
    return (seed_ == CascadeSeed::mean ? stage + 1 : stage) * (period_ - 1);
  }

  // Stage k of many symbols, from the values of the stage before.
  void advance_row(const BankRow& row, std::size_t k, const double* value) const {
    double* last = row.state(2 * k);
    const double* sum = row.state(2 * k + 1);
    double* out = row.out();
    const double gain = gain_;
    const double weight = weights_[k];
    const auto period = static_cast<double>(period_);
    const auto go_on = [=](auto next) {
      row.each([=](std::size_t s) {
        last[s] = next(s);
        out[s] += weight * last[s];
      });
    };
    if (row.seen() != first_of(k)) {
      go_on([=](std::size_t s) { return (1.0 - gain) * last[s] + gain * value[s]; });
    } else if (seed_ == CascadeSeed::zero) {
      go_on([=](std::size_t s) { return gain * value[s]; });
    } else if (seed_ == CascadeSeed::first) {
      go_on([=](std::size_t s) { return value[s]; });
    } else {
      go_on([=](std::size_t s) { return (sum[s] + value[s]) / period; });
    }
  }

  double advance(double value) {
    const double decay = 1.0 - gain_;
    double sum = 0.0;
    for (std::size_t k = 0; k < stages_; ++k) {
      value = values_[k] = decay * values_[k] + gain_ * value;
      sum += weights_[k] * value;
    }
    return sum;
  }

  // The same while some stages lack their first value.
  double begin(double value) {
    const std::size_t t = seen_++;
    double sum = 0.0;
    for (std::size_t k = 0; k < stages_; ++k) {
      if (t < first_of(k)) {
        sums_[k] += value;
        return 0.0;
      }
      values_[k] =
          t == first_of(k) ? first_value(k, value) : (1.0 - gain_) * values_[k] + gain_ * value;
      value = values_[k];
      sum += weights_[k] * value;
    }
    return sum;
  }

  double first_value(std::size_t stage, double value) const {
    switch (seed_) {
      case CascadeSeed::zero:
        return gain_ * value;
      case CascadeSeed::first:
        return value;
      case CascadeSeed::mean:
        break;
    }
    return (sums_[stage] + value) / static_cast<double>(period_);
  }

  double gain_;
  CascadeSeed seed_;
  std::size_t period_;
  std::size_t stages_;
  StageValues weights_{};
  std::size_t seen_ = 0;
  StageValues values_{};
  StageValues sums_{};
};

}  // namespace

Series exponential_cascade(Series x, const Cascade& parameters) {
  return x.graph().apply(std::make_unique<ExponentialCascade>(parameters), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
