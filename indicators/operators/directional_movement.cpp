#include "indicators/operators/directional_movement.h"

#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/directional_movement.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/only_if.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_DIRECTIONAL_MOVEMENT_ONCE
#define TAIPAN_DIRECTIONAL_MOVEMENT_ONCE
namespace taipan {

enum class DirectionalForm { sums, indicators, index };

struct DirectionalState {
  double plus = 0.0;
  double minus = 0.0;
  double range = 0.0;  // of the indicators
  double last = 0.0;   // of the index: what a standstill repeats
};

struct DirectionalRule {
  double decay;
  bool repeats;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// What one vector of bars adds to the sums.
struct Movement {
  V plus;
  V minus;
};

HWY_INLINE Movement movement_at(const double* high, const double* low) {
  const D d;
  const V zero = hn::Zero(d);
  const V up = hn::Sub(hn::LoadU(d, high), hn::LoadU(d, high - 1));
  const V down = hn::Sub(hn::LoadU(d, low - 1), hn::LoadU(d, low));
  return {hn::IfThenElseZero(hn::And(hn::Gt(up, down), hn::Gt(up, zero)), up),
          hn::IfThenElseZero(hn::And(hn::Gt(down, up), hn::Gt(down, zero)), down)};
}

// Highway's Max of two numbers and a NaN differs by target: the block is then done by steps.
HWY_INLINE V range_at(const double* high, const double* low, const double* close) {
  const D d;
  const V h = hn::LoadU(d, high);
  const V l = hn::LoadU(d, low);
  const V before = hn::LoadU(d, close - 1);
  const V gap = hn::Max(hn::Abs(hn::Sub(h, before)), hn::Abs(hn::Sub(l, before)));
  return hn::MulAdd(hn::Zero(d), before, hn::Max(hn::Sub(h, l), gap));
}

HWY_INLINE void store_index(V plus, V minus, bool repeats, const double* before, double* out) {
  const D d;
  const V sum = hn::Add(plus, minus);
  const V part = hn::Mul(hn::Set(d, 100.0), hn::Abs(hn::Sub(plus, minus)));
  const auto stands = hn::Eq(sum, hn::Zero(d));
  const V index = hn::IfThenElse(stands, hn::Zero(d), hn::Div(part, sum));
  hn::StoreU(index, d, out);
  if (!repeats || hn::AllFalse(d, stands)) return;
  HWY_ALIGN double sums[8];
  hn::Store(sum, d, sums);
  for (std::size_t j = 0; j < hn::Lanes(d); ++j) {
    if (sums[j] == 0.0) out[j] = j == 0 ? *before : out[j - 1];
  }
}

// Whole vectors only; returns how many values went.
template <DirectionalForm form>
std::size_t run_form(const double* const* in, double* const* out, std::size_t n,
                     const DirectionalRule& rule, DirectionalState& state) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1 || n < lanes) return 0;
  const double* high = in[0];
  const double* low = in[1];
  VectorScan plus;
  VectorScan minus;
  [[maybe_unused]] VectorScan range;
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const Movement movement = movement_at(high + i, low + i);
    if (i == 0) {
      begin_scan(plus, rule.decay, state.plus, movement.plus);
      begin_scan(minus, rule.decay, state.minus, movement.minus);
    } else {
      next_scan(plus, movement.plus);
      next_scan(minus, movement.minus);
    }
    if constexpr (form == DirectionalForm::sums) {
      hn::StoreU(plus.y, d, out[0] + i);
      hn::StoreU(minus.y, d, out[1] + i);
    } else if constexpr (form == DirectionalForm::indicators) {
      const V now = range_at(high + i, low + i, in[2] + i);
      const V sum =
          i == 0 ? begin_scan(range, rule.decay, state.range, now) : next_scan(range, now);
      const V share = hn::IfThenElseZero(hn::Ne(sum, hn::Zero(d)), hn::Div(hn::Set(d, 100.0), sum));
      hn::StoreU(hn::Mul(share, plus.y), d, out[0] + i);
      hn::StoreU(hn::Mul(share, minus.y), d, out[1] + i);
    } else {
      store_index(plus.y, minus.y, rule.repeats, i == 0 ? &state.last : out[0] + i - 1, out[0] + i);
    }
  }
  state.plus = end_scan(plus);
  state.minus = end_scan(minus);
  if constexpr (form == DirectionalForm::indicators) state.range = end_scan(range);
  if constexpr (form == DirectionalForm::index) state.last = out[0][i - 1];
  return i;
}

std::size_t run_directional(DirectionalForm form, const double* const* in, double* const* out,
                            std::size_t n, const DirectionalRule& rule, DirectionalState& state) {
  switch (form) {
    case DirectionalForm::sums:
      return run_form<DirectionalForm::sums>(in, out, n, rule, state);
    case DirectionalForm::indicators:
      return run_form<DirectionalForm::indicators>(in, out, n, rule, state);
    case DirectionalForm::index:
      break;
  }
  return run_form<DirectionalForm::index>(in, out, n, rule, state);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_directional);

template <DirectionalForm form>
class DirectionalOperator final : public Operator {
 public:
  DirectionalOperator(std::size_t period, std::size_t bars, bool repeats)
      : period_(period), bars_(bars), rule_{1.0 - 1.0 / static_cast<double>(period), repeats} {}

  std::string key() const override {
    return "directional" +
           bytes_of(std::array{static_cast<double>(form), rule_.decay, static_cast<double>(bars_),
                               rule_.repeats ? 1.0 : 0.0});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<DirectionalOperator>(period_, bars_, rule_.repeats);
  }
  void reset() override {
    seen_ = 0;
    state_ = {};
  }
  void exchange(Archive& archive) override { archive(seen_, state_); }
  std::size_t outputs() const override { return form == DirectionalForm::index ? 1 : 2; }
  std::size_t warmup(std::size_t) const override { return bars_; }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    while (i < n && seen_ <= bars_) step(in, out, i++);
    if (i == n) return;
    const DirectionalState before = state_;
    std::array<const double*, 3> input{in[0] + i, in[1] + i};
    if constexpr (form == DirectionalForm::indicators) input[2] = in[2] + i;
    std::array<double*, 2> output{out[0] + i};
    if constexpr (form != DirectionalForm::index) output[1] = out[1] + i;
    const std::size_t begin = i;
    i += TAIPAN_DISPATCH(run_directional, kernel)(form, input.data(), output.data(), n - i, rule_,
                                                  state_);
    // Sums of numbers that are not all finite depend on the order of adding.
    if (!std::isfinite(state_.plus + state_.minus + state_.range)) {
      state_ = before;
      i = begin;
    }
    while (i < n) step(in, out, i++);
  }

  BankStep bank() const override {
    return {4, [bars = bars_, rule = rule_](const BankRow& row) {
              if (row.seen() > 0) add_row(row, row.seen() <= bars ? 1.0 : rule.decay);
              if (row.seen() >= bars) write_row(row, rule.repeats);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (seen_ > 0) add(in, t, seen_ <= bars_ ? 1.0 : rule_.decay);
    if (seen_ <= bars_) ++seen_;
    if (seen_ > bars_) write(out, t);
  }
  Settled settled() override {
    return seen_ <= bars_ ? nullptr : threaded<&DirectionalOperator::advance>;
  }

 private:
  static void add_row(const BankRow& row, double decay) {
    const double* high = row.in(0);
    const double* high1 = row.in(0, 1);
    const double* low = row.in(1);
    const double* low1 = row.in(1, 1);
    double* plus = row.state(0);
    double* minus = row.state(1);
    row.each([=](std::size_t s) {
      const double up = high[s] - high1[s];
      const double down = low1[s] - low[s];
      plus[s] = decay * plus[s] + ((up > down) & (up > 0.0) ? up : 0.0);
      minus[s] = decay * minus[s] + ((down > up) & (down > 0.0) ? down : 0.0);
    });
    if constexpr (form == DirectionalForm::indicators) {
      const double* close1 = row.in(2, 1);
      double* sum = row.state(2);
      row.each([=](std::size_t s) {
        const double before = close1[s];
        const double range = high[s] - low[s];
        const double above = std::fabs(high[s] - before);
        const double below = std::fabs(low[s] - before);
        const double gap = above > below ? above : below;
        sum[s] = decay * sum[s] + ((range > gap ? range : gap) + 0.0 * before);
      });
    }
  }

  static void write_row(const BankRow& row, bool repeats) {
    const double* plus = row.state(0);
    const double* minus = row.state(1);
    double* first = row.out(0);
    if constexpr (form == DirectionalForm::sums) {
      row.copy(plus, first);
      row.copy(minus, row.out(1));
    } else if constexpr (form == DirectionalForm::indicators) {
      row.each([=, range = row.state(2), second = row.out(1)](std::size_t s) {
        const double share = range[s] == 0.0 ? 0.0 : 100.0 / range[s];
        first[s] = share * plus[s];
        second[s] = share * minus[s];
      });
    } else {
      row.each([=, last = row.state(3)](std::size_t s) {
        const double sum = plus[s] + minus[s];
        const double still = repeats ? last[s] : 0.0;
        const double index = 100.0 * std::fabs(plus[s] - minus[s]) / sum;
        first[s] = last[s] = sum == 0.0 ? still : index;
      });
    }
  }

  void advance(const double* const* in, double* const* out, std::size_t t) {
    add(in, t, rule_.decay);
    write(out, t);
  }

  void add(const double* const* in, std::size_t t, double decay) {
    const double up = in[0][t] - in[0][t - 1];
    const double down = in[1][t - 1] - in[1][t];
    state_.plus = decay * state_.plus + only_if((up > down) & (up > 0.0), up);
    state_.minus = decay * state_.minus + only_if((down > up) & (down > 0.0), down);
    if constexpr (form == DirectionalForm::indicators) {
      const double before = in[2][t - 1];
      const double range = in[0][t] - in[1][t];
      const double above = std::fabs(in[0][t] - before);
      const double below = std::fabs(in[1][t] - before);
      const double gap = above > below ? above : below;
      state_.range = decay * state_.range + ((range > gap ? range : gap) + 0.0 * before);
    }
  }

  void write(double* const* out, std::size_t t) {
    if constexpr (form == DirectionalForm::sums) {
      out[0][t] = state_.plus;
      out[1][t] = state_.minus;
    } else if constexpr (form == DirectionalForm::indicators) {
      const double share = state_.range == 0.0 ? 0.0 : 100.0 / state_.range;
      out[0][t] = share * state_.plus;
      out[1][t] = share * state_.minus;
    } else {
      const double sum = state_.plus + state_.minus;
      const double still = rule_.repeats ? state_.last : 0.0;
      state_.last = sum == 0.0 ? still : 100.0 * std::fabs(state_.plus - state_.minus) / sum;
      out[0][t] = state_.last;
    }
  }

  std::size_t period_;
  std::size_t bars_;
  DirectionalRule rule_;
  std::size_t seen_ = 0;
  DirectionalState state_;
};

template <DirectionalForm form>
std::vector<Series> directional(const std::vector<Series>& inputs, std::size_t period,
                                std::size_t bars, bool repeats) {
  return inputs.front().graph().apply_all(
      std::make_unique<DirectionalOperator<form>>(period, bars, repeats), inputs);
}

}  // namespace

Directional directional_sums(Series high, Series low, std::size_t period, std::size_t bars) {
  const auto both = directional<DirectionalForm::sums>({high, low}, period, bars, false);
  return {both[0], both[1]};
}

Directional directional_indicators(Series high, Series low, Series close, std::size_t period,
                                   std::size_t bars) {
  const auto both =
      directional<DirectionalForm::indicators>({high, low, close}, period, bars, false);
  return {both[0], both[1]};
}

Series directional_index(Series high, Series low, std::size_t period, std::size_t bars,
                         Standstill standstill) {
  const bool repeats = standstill == Standstill::repeats;
  return directional<DirectionalForm::index>({high, low}, period, bars, repeats).front();
}

}  // namespace taipan
#endif  // HWY_ONCE
