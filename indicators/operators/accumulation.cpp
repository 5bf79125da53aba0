#include "indicators/operators/accumulation.h"

#include <algorithm>
#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/accumulation.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_ACCUMULATION_ONCE
#define TAIPAN_ACCUMULATION_ONCE
namespace taipan {

enum class Total { flow, balance };

// The oscillator is a small difference of large totals: 1e-9 of it is less than a rounding of the
// total. So only the flows go by vectors; what is summed is summed in the order of the definition.
struct FlowAverages {
  double fast_gain;
  double slow_gain;
  double total = 0.0;
  double fast = 0.0;
  double slow = 0.0;

  double begin(double flow) {
    total = fast = slow = flow;
    return fast - slow;
  }
  double advance(double flow) {
    total += flow;
    fast = (1.0 - fast_gain) * fast + fast_gain * total;
    slow = (1.0 - slow_gain) * slow + slow_gain * total;
    return fast - slow;
  }
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

HWY_INLINE V flow_at(const double* const* in, std::size_t i) {
  const D d;
  const V high = hn::LoadU(d, in[0] + i);
  const V low = hn::LoadU(d, in[1] + i);
  const V close = hn::LoadU(d, in[2] + i);
  const V range = hn::Sub(high, low);
  const V side = hn::Sub(hn::Sub(close, low), hn::Sub(high, close));
  const V flow = hn::Mul(hn::Div(side, range), hn::LoadU(d, in[3] + i));
  return hn::IfThenElse(hn::Eq(range, hn::Zero(d)), hn::Zero(d), flow);
}

// Whole vectors only, as below; returns how many values went. The flows of the next vector are
// divided while the sums of this one wait for each other.
std::size_t run_averages(const double* const* in, double* out, std::size_t n,
                         FlowAverages& averages) {
  const std::size_t lanes = hn::Lanes(D());
  if (lanes == 1) return 0;
  FlowAverages now = averages;  // in registers
  HWY_ALIGN double flow[8];
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::Store(flow_at(in, i), D(), flow);
    for (std::size_t j = 0; j < lanes; ++j) out[i + j] = now.advance(flow[j]);
  }
  averages = now;
  return i;
}

// Adds nothing where the close stays, and NaN where it is not known to.
HWY_INLINE V balance_at(const double* const* in, std::size_t i) {
  const D d;
  const V volume = hn::LoadU(d, in[1] + i);
  const V change = hn::Sub(hn::LoadU(d, in[0] + i), hn::LoadU(d, in[0] + i - 1));
  const V with_its_sign = hn::Xor(volume, hn::And(change, hn::SignBit(d)));
  const auto moves = hn::Gt(hn::Abs(change), hn::Zero(d));
  return hn::IfThenElse(moves, with_its_sign, hn::Mul(change, volume));
}

template <Total total>
HWY_INLINE V added_at(const double* const* in, std::size_t i) {
  if constexpr (total == Total::flow) return flow_at(in, i);
  return balance_at(in, i);
}

template <Total total>
std::size_t totals(const double* const* in, double* out, std::size_t n, double carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  if (lanes == 1 || n < lanes) return 0;
  VectorScan sum;
  hn::StoreU(begin_sum(sum, carry, added_at<total>(in, 0)), d, out);
  std::size_t i = lanes;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(next_sum(sum, added_at<total>(in, i)), d, out + i);
  }
  return i;
}

std::size_t run_totals(Total total, const double* const* in, double* out, std::size_t n,
                       double carry) {
  if (total == Total::flow) return totals<Total::flow>(in, out, n, carry);
  return totals<Total::balance>(in, out, n, carry);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_averages);
HWY_EXPORT(run_totals);

double flow_of(const double* const* in, std::size_t t) {
  const double high = in[0][t];
  const double low = in[1][t];
  const double close = in[2][t];
  const double range = high - low;
  return range == 0.0 ? 0.0 : ((close - low) - (high - close)) / range * in[3][t];
}

double balance_of(double change, double volume) {
  if (std::fabs(change) > 0.0) return std::copysign(1.0, change) * volume;
  return change * volume;
}

std::array<const double*, 4> rows_from(const double* const* in, std::size_t i) {
  return {in[0] + i, in[1] + i, in[2] + i, in[3] + i};
}

std::array<const double*, 4> rows_of(const BankRow& row) {
  return {row.in(0), row.in(1), row.in(2), row.in(3)};
}

// The loops of both totals: a block as its vectors give it.
class RunningTotal : public Operator {
 public:
  void reset() override { total_ = 0.0; }
  void exchange(Archive& archive) override { archive(total_); }

 protected:
  template <Total total, std::size_t inputs>
  void run(const double* const* in, double* out, std::size_t begin, std::size_t n, Kernel kernel) {
    std::array<const double*, inputs> rest;
    for (std::size_t k = 0; k < inputs; ++k) rest[k] = in[k] + begin;
    const std::size_t done =
        TAIPAN_DISPATCH(run_totals, kernel)(total, rest.data(), out + begin, n - begin, total_);
    std::size_t i = begin;
    // A sum of numbers that are not all finite depends on the order of adding.
    if (done > 0 && std::isfinite(out[begin + done - 1])) {
      i += done;
      total_ = out[i - 1];
    }
    while (i < n) step(in, &out, i++);
  }

  double total_ = 0.0;
};

class AccumulatedFlow final : public RunningTotal {
 public:
  std::string key() const override { return "accumulated_flow"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<AccumulatedFlow>(); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    run<Total::flow, 4>(in, out[0], 0, n, kernel);
  }

  BankStep bank() const override {
    return {1, [](const BankRow& row) {
              double* y = row.out();
              double* total = row.state();
              row.each([=, in = rows_of(row)](std::size_t s) {
                y[s] = total[s] += flow_of(in.data(), s);
              });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }
  Settled settled() override { return threaded<&AccumulatedFlow::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = total_ += flow_of(in, t);
  }
};

// The first close is compared with itself.
class AccumulatedBalance final : public RunningTotal {
 public:
  std::string key() const override { return "accumulated_balance"; }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<AccumulatedBalance>();
  }
  void reset() override {
    RunningTotal::reset();
    is_first_ = true;
  }
  void exchange(Archive& archive) override { archive(total_, is_first_); }
  std::size_t lookback() const override { return 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    run<Total::balance, 2>(in, out[0], i, n, kernel);
  }

  BankStep bank() const override {
    return {1, [](const BankRow& row) {
              const double* close = row.in(0);
              const double* before = row.in(0, std::min<std::size_t>(row.seen(), 1));
              const double* volume = row.in(1);
              double* y = row.out();
              double* total = row.state();
              row.each([=](std::size_t s) {
                y[s] = total[s] += balance_of(close[s] - before[s], volume[s]);
              });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double change = in[0][t] - in[0][is_first_ ? t : t - 1];
    out[0][t] = total_ += balance_of(change, in[1][t]);
    is_first_ = false;
  }
  Settled settled() override {
    return is_first_ ? nullptr : threaded<&AccumulatedBalance::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = total_ += balance_of(in[0][t] - in[0][t - 1], in[1][t]);
  }

  bool is_first_ = true;
};

class AccumulationOscillator final : public Operator {
 public:
  AccumulationOscillator(double fast_gain, double slow_gain) : averages_{fast_gain, slow_gain} {}

  std::string key() const override {
    return "accumulation_oscillator" +
           bytes_of(std::array{averages_.fast_gain, averages_.slow_gain});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<AccumulationOscillator>(averages_.fast_gain, averages_.slow_gain);
  }
  void reset() override { is_first_ = true; }
  void exchange(Archive& archive) override {
    archive(averages_.total, averages_.fast, averages_.slow, is_first_);
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    std::size_t i = 0;
    if (is_first_ && n > 0) step(in, out, i++);
    const auto rest = rows_from(in, i);
    i += TAIPAN_DISPATCH(run_averages, kernel)(rest.data(), out[0] + i, n - i, averages_);
    while (i < n) step(in, out, i++);
  }

  BankStep bank() const override {
    return {3, [gains = averages_](const BankRow& row) {
              double* y = row.out();
              double* total = row.state(0);
              double* fast = row.state(1);
              double* slow = row.state(2);
              row.each([=, in = rows_of(row), is_first = row.seen() == 0](std::size_t s) {
                const double flow = flow_of(in.data(), s);
                FlowAverages next{gains.fast_gain, gains.slow_gain, total[s], fast[s], slow[s]};
                next.advance(flow);
                total[s] = is_first ? flow : next.total;
                fast[s] = is_first ? flow : next.fast;
                slow[s] = is_first ? flow : next.slow;
                y[s] = fast[s] - slow[s];
              });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double flow = flow_of(in, t);
    out[0][t] = is_first_ ? averages_.begin(flow) : averages_.advance(flow);
    is_first_ = false;
  }
  Settled settled() override {
    return is_first_ ? nullptr : threaded<&AccumulationOscillator::advance>;
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = averages_.advance(flow_of(in, t));
  }

  FlowAverages averages_;
  bool is_first_ = true;
};

double gain_of(std::size_t period) { return 2.0 / (static_cast<double>(period) + 1.0); }

}  // namespace

Series accumulated_flow(const BarSeries& bars) {
  return bars.high.graph().apply(std::make_unique<AccumulatedFlow>(),
                                 {bars.high, bars.low, bars.close, bars.volume});
}

Series accumulated_balance(Series close, Series volume) {
  return close.graph().apply(std::make_unique<AccumulatedBalance>(), {close, volume});
}

Series accumulation_oscillator(const BarSeries& bars, std::size_t fast, std::size_t slow) {
  return bars.high.graph().apply(
      std::make_unique<AccumulationOscillator>(gain_of(fast), gain_of(slow)),
      {bars.high, bars.low, bars.close, bars.volume});
}

}  // namespace taipan
#endif  // HWY_ONCE
