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

// Vectors divide by the gain to the power of most_stages.
inline constexpr double least_vector_gain = 1e-30;

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// What the averages of one cascade share.
struct AveragePowers {
  V near[3];  // decay^1, ^2, ^4
  V carry;    // decay^1 .. decay^lanes
};

// sum of decay^k x[t-k] over the lanes of x before t: three doublings.
HWY_INLINE V local_sums(const AveragePowers& powers, V x) {
  const V none = hn::Zero(D());
  x = hn::MulAdd(powers.near[0], shifted<1>(none, x), x);
  x = hn::MulAdd(powers.near[1], shifted<2>(none, x), x);
#if HWY_TARGET == HWY_AVX3
  x = hn::MulAdd(powers.near[2], shifted<4>(none, x), x);
#endif
  return x;
}

// One vector of state a stage, the last result in every lane, so that all of it stays in registers;
// the chain is longer than that of VectorScan, but those of the stages run side by side. Stages go
// without their gains, which the weights of the result and the carries take in.
template <std::size_t stages>
std::size_t cascade_vectors(const double* x, double* out, std::size_t n, double gain,
                            const StageValues& weights, StageValues& carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const double decay = 1.0 - gain;
  const double squared = decay * decay;
  const AveragePowers powers{
      {hn::Set(d, decay), hn::Set(d, squared), hn::Set(d, squared * squared)}, powers_of(decay)};
  V last[stages];
  V weight[stages];
  double scale = 1.0;
  for (std::size_t k = 0; k < stages; ++k) {
    scale *= gain;
    last[k] = hn::Set(d, carry[k] / scale);
    weight[k] = hn::Set(d, weights[k] * scale);
  }
  // Stage k works on the vector k before the first stage's, so that no stage waits for another.
  V value[stages];
  V sum[stages];
  const std::size_t vectors = n / lanes;
  for (std::size_t turn = 0; turn + 1 < vectors + stages; ++turn) {
#pragma GCC unroll 6
    for (std::size_t j = 0; j < stages; ++j) {
      const std::size_t k = stages - 1 - j;
      const std::size_t place = turn - k;
      if (place >= vectors) continue;  // not yet begun, or done
      const V input = k == 0 ? hn::LoadU(d, x + place * lanes) : value[k - 1];
      value[k] = hn::MulAdd(powers.carry, last[k], local_sums(powers, input));
      last[k] = newest_of(value[k]);
      sum[k] = k == 0 ? hn::Zero(d) : sum[k - 1];
      sum[k] = hn::MulAdd(weight[k], value[k], sum[k]);
      if (k + 1 == stages) hn::StoreU(sum[k], d, out + place * lanes);
    }
  }
  scale = 1.0;
  for (std::size_t k = 0; k < stages; ++k) {
    scale *= gain;
    carry[k] = hn::GetLane(last[k]) * scale;
  }
  return vectors * lanes;
}

template <std::size_t stages>
void cascade_lines(const double* x, double* out, std::size_t n, double gain,
                   const StageValues& weights, StageValues& carry) {
  const std::size_t lanes = hn::Lanes(D());
  const double decay = 1.0 - gain;
  const bool by_vectors = lanes > 1 && n >= lanes && std::fabs(gain) > least_vector_gain;
  std::size_t i = by_vectors ? cascade_vectors<stages>(x, out, n, gain, weights, carry) : 0;
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
