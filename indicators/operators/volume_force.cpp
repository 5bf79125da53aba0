#include "indicators/operators/volume_force.h"

#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/volume_force.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_VOLUME_FORCE_ONCE
#define TAIPAN_VOLUME_FORCE_ONCE
namespace taipan {

struct ForceState {
  double trend = 0.0;  // 1 rising, -1 falling, 0 before the first move
  double span = 0.0;
  double fast = 0.0;
  double slow = 0.0;
};

struct ForceGains {
  double fast;
  double slow;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// y[t] = keep[t] * y[t-1] + x[t], by doubling as in a VectorScan, with coefficients of their own.
struct SpanScan {
  V keep[3];  // of the vector before: over 1, 2 and 4 values
  V x[3];
  V y;
};

template <int shift>
HWY_INLINE void doubled(V before_keep, V before_x, V& keep, V& x) {
  x = hn::MulAdd(keep, shifted<shift>(before_x, x), x);
  keep = hn::Mul(keep, shifted<shift>(before_keep, keep));
}

// Moves the partial sums of the vector into the scan; returns them over `lanes` values.
HWY_INLINE V local_sums(SpanScan& scan, V& keep, V x) {
  const V keep_one = keep;
  const V x_one = x;
  doubled<1>(scan.keep[0], scan.x[0], keep, x);
  const V keep_two = keep;
  const V x_two = x;
  doubled<2>(scan.keep[1], scan.x[1], keep, x);
  const V keep_four = keep;
  const V x_four = x;
  if constexpr (HWY_TARGET == HWY_AVX3) doubled<4>(scan.keep[2], scan.x[2], keep, x);
  scan.keep[0] = keep_one;
  scan.keep[1] = keep_two;
  scan.keep[2] = keep_four;
  scan.x[0] = x_one;
  scan.x[1] = x_two;
  scan.x[2] = x_four;
  return x;
}

HWY_INLINE void begin_spans(SpanScan& scan, V keep, V x, double carry) {
  const D d;
  HWY_ALIGN double keeps[8];
  HWY_ALIGN double value[8];
  hn::Store(keep, d, keeps);
  hn::Store(x, d, value);
  for (std::size_t j = 0; j < hn::Lanes(d); ++j) value[j] = carry = keeps[j] * carry + value[j];
  // Lanes of these that would need values before x are never shifted into a later vector.
  for (std::size_t k = 0; k < 3; ++k) scan.keep[k] = scan.x[k] = hn::Zero(d);
  local_sums(scan, keep, x);
  scan.y = hn::Load(d, value);
}

HWY_INLINE void next_spans(SpanScan& scan, V keep, V x) {
  const V sums = local_sums(scan, keep, x);
  scan.y = hn::MulAdd(keep, scan.y, sums);
}

HWY_INLINE V level_at(const double* const* in, std::size_t i, std::size_t back) {
  const D d;
  return hn::Add(hn::Add(hn::LoadU(d, in[0] + i - back), hn::LoadU(d, in[1] + i - back)),
                 hn::LoadU(d, in[2] + i - back));
}

HWY_INLINE V trend_at(const double* const* in, std::size_t i, V before) {
  const D d;
  const V one = hn::Set(d, 1.0);
  const V change = hn::Sub(level_at(in, i, 0), level_at(in, i, 1));
  const auto rises = hn::Gt(change, hn::Zero(d));
  const auto falls = hn::Lt(change, hn::Zero(d));
  const V trend = hn::IfThenElse(rises, one, hn::IfThenElseZero(falls, hn::Neg(one)));
  if (hn::AllTrue(d, hn::Or(rises, falls))) return trend;
  HWY_ALIGN double value[8];
  hn::Store(before, d, value);
  double last = value[hn::Lanes(d) - 1];
  hn::Store(trend, d, value);
  for (std::size_t j = 0; j < hn::Lanes(d); ++j) {
    if (value[j] == 0.0) value[j] = last;
    last = value[j];
  }
  return hn::Load(d, value);
}

// Whole vectors only; returns how many values went.
std::size_t run_force(const double* const* in, double* out, std::size_t n, const ForceGains& gains,
                      ForceState& state) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1 || n < lanes) return 0;
  const V hundred = hn::Set(d, 100.0);
  V trend = hn::Set(d, state.trend);
  SpanScan span;
  VectorScan fast;
  VectorScan slow;
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const V range = hn::Sub(hn::LoadU(d, in[0] + i), hn::LoadU(d, in[1] + i));
    const V before = hn::Sub(hn::LoadU(d, in[0] + i - 1), hn::LoadU(d, in[1] + i - 1));
    const V now = trend_at(in, i, trend);
    const auto goes_on = hn::Eq(now, shifted<1>(trend, now));
    trend = now;
    const V keep = hn::IfThenElseZero(goes_on, hn::Set(d, 1.0));
    const V added = hn::Add(range, hn::IfThenZeroElse(goes_on, before));
    if (i == 0) {
      begin_spans(span, keep, added, state.span);
    } else {
      next_spans(span, keep, added);
    }
    const V share = hn::Div(hn::Add(range, range), span.y);
    const V size = hn::Mul(hn::LoadU(d, in[3] + i), hn::Abs(hn::Sub(share, hn::Set(d, 1.0))));
    const V side = hn::IfThenElse(hn::Gt(now, hn::Zero(d)), hundred, hn::Neg(hundred));
    const V force = hn::Mul(size, side);
    const V to_fast = hn::Mul(hn::Set(d, gains.fast), force);
    const V to_slow = hn::Mul(hn::Set(d, gains.slow), force);
    if (i == 0) {
      begin_scan(fast, 1.0 - gains.fast, state.fast, to_fast);
      begin_scan(slow, 1.0 - gains.slow, state.slow, to_slow);
    } else {
      next_scan(fast, to_fast);
      next_scan(slow, to_slow);
    }
    hn::StoreU(hn::Sub(fast.y, slow.y), d, out + i);
  }
  HWY_ALIGN double value[8];
  hn::Store(trend, d, value);
  state.trend = value[lanes - 1];
  hn::Store(span.y, d, value);
  state.span = value[lanes - 1];
  state.fast = end_scan(fast);
  state.slow = end_scan(slow);
  return i;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_force);

class VolumeForceOscillator final : public Operator {
 public:
  explicit VolumeForceOscillator(const ForceGains& gains) : gains_(gains) {}

  std::string key() const override {
    return "volume_force" + bytes_of(std::array{gains_.fast, gains_.slow});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<VolumeForceOscillator>(gains_);
  }
  void reset() override {
    seen_ = 0;
    state_ = {};
  }
  void exchange(Archive& archive) override { archive(seen_, state_); }
  std::size_t warmup(std::size_t) const override { return 1; }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    while (i < n && seen_ < 2) step(in, out, i++);
    const std::array<const double*, 4> rest{in[0] + i, in[1] + i, in[2] + i, in[3] + i};
    const ForceState before = state_;
    const std::size_t done =
        TAIPAN_DISPATCH(run_force, kernel)(rest.data(), out[0] + i, n - i, gains_, state_);
    // Sums of numbers that are not all finite depend on the order of adding.
    if (std::isfinite(state_.span + state_.fast + state_.slow)) {
      i += done;
    } else {
      state_ = before;
    }
    while (i < n) step(in, out, i++);
  }

  BankStep bank() const override {
    return {4, [gains = gains_](const BankRow& row) {
              if (row.seen() == 0) return;
              const std::array now{row.in(0), row.in(1), row.in(2), row.in(3)};
              const std::array before{row.in(0, 1), row.in(1, 1), row.in(2, 1)};
              const std::array state{row.state(0), row.state(1), row.state(2), row.state(3)};
              const bool is_first = row.seen() == 1;
              double* y = row.out();
              row.each([=](std::size_t s) {
                ForceState next{state[0][s], state[1][s], 0.0, 0.0};
                const double force = next_force(next, now.data(), s, before.data(), s);
                const double fast = (1.0 - gains.fast) * state[2][s] + gains.fast * force;
                const double slow = (1.0 - gains.slow) * state[3][s] + gains.slow * force;
                state[0][s] = next.trend;
                state[1][s] = next.span;
                state[2][s] = is_first ? force : fast;
                state[3][s] = is_first ? force : slow;
                y[s] = state[2][s] - state[3][s];
              });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (seen_ > 0) {
      const double force = next_force(state_, in, t, in, t - 1);
      state_.fast = average(state_.fast, gains_.fast, force);
      state_.slow = average(state_.slow, gains_.slow, force);
      out[0][t] = state_.fast - state_.slow;
    }
    if (seen_ < 2) ++seen_;
  }
  Settled settled() override {
    return seen_ < 2 ? nullptr : threaded<&VolumeForceOscillator::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double force = next_force(state_, in, t, in, t - 1);
    state_.fast = (1.0 - gains_.fast) * state_.fast + gains_.fast * force;
    state_.slow = (1.0 - gains_.slow) * state_.slow + gains_.slow * force;
    out[0][t] = state_.fast - state_.slow;
  }

  // The bar in[..][t] after the bar before[..][b].
  static double next_force(ForceState& state, const double* const* in, std::size_t t,
                           const double* const* before, std::size_t b) {
    const double range = in[0][t] - in[1][t];
    const double change =
        (in[0][t] + in[1][t] + in[2][t]) - (before[0][b] + before[1][b] + before[2][b]);
    const double trend = state.trend;
    if (change > 0.0) state.trend = 1.0;
    if (change < 0.0) state.trend = -1.0;
    state.span = (state.trend == trend ? state.span : before[0][b] - before[1][b]) + range;
    const double size = in[3][t] * std::fabs((range + range) / state.span - 1.0);
    return size * (state.trend > 0.0 ? 100.0 : -100.0);
  }

  double average(double before, double gain, double force) const {
    return seen_ == 1 ? force : (1.0 - gain) * before + gain * force;
  }

  ForceGains gains_;
  std::size_t seen_ = 0;
  ForceState state_;
};

double gain_of(std::size_t period) { return 2.0 / (static_cast<double>(period) + 1.0); }

}  // namespace

Series volume_force_oscillator(const BarSeries& bars, std::size_t fast, std::size_t slow) {
  return bars.high.graph().apply(
      std::make_unique<VolumeForceOscillator>(ForceGains{gain_of(fast), gain_of(slow)}),
      {bars.high, bars.low, bars.close, bars.volume});
}

}  // namespace taipan
#endif  // HWY_ONCE
