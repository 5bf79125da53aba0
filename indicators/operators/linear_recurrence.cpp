#include "indicators/operators/linear_recurrence.h"

#include <array>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/linear_recurrence.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

double run_recurrence(const double* x, double* y, std::size_t n, double decay, double gain,
                      double carry) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  if (lanes > 1 && n >= lanes) {
    const V gains = hn::Set(d, gain);
    VectorScan scan;
    hn::StoreU(begin_scan(scan, decay, carry, hn::Mul(gains, hn::LoadU(d, x))), d, y);
    for (i = lanes; i + lanes <= n; i += lanes) {
      hn::StoreU(next_scan(scan, hn::Mul(gains, hn::LoadU(d, x + i))), d, y + i);
    }
    carry = end_scan(scan);
  }
  for (; i < n; ++i) y[i] = carry = decay * carry + gain * x[i];
  return carry;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_recurrence);

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

enum class NonFinite { poisons, repeats };

struct Recurrence {
  double decay;
  double gain;
  Seed seed;
  std::size_t period;
  NonFinite non_finite;
};

class LinearRecurrence final : public Operator {
 public:
  explicit LinearRecurrence(const Recurrence& parameters) : parameters_(parameters) {}

  std::string key() const override {
    const std::array<double, 5> values{
        parameters_.decay, parameters_.gain, static_cast<double>(parameters_.seed),
        static_cast<double>(parameters_.period), static_cast<double>(parameters_.non_finite)};
    return "recurrence" + bytes_of(values);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<LinearRecurrence>(parameters_);
  }
  void reset() override {
    seen_ = counted_ = 0;
    sum_ = y_ = 0.0;
  }
  void exchange(Archive& archive) override { archive(seen_, counted_, sum_, y_); }
  std::size_t warmup(std::size_t) const override {
    return parameters_.seed == Seed::mean ? parameters_.period - 1 : 0;
  }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && seen_ < parameters_.period; ++i) y[i] = advance(x[i]);
    if (i == n) return;
    const double before = y_;
    y_ = TAIPAN_DISPATCH(run_recurrence, kernel)(x + i, y + i, n - i, parameters_.decay,
                                                 parameters_.gain, before);
    // The carry of a block that met a non-finite value is not finite: only then go with care.
    if (std::isfinite(y_)) return;
    y_ = before;
    for (; i < n; ++i) y[i] = advance(x[i]);
  }

  BankStep bank() const override {
    return {3, [p = parameters_](const BankRow& row) { advance_row(p, row); }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = advance(in[0][t]);
  }
  Settled settled() override {
    if (seen_ < parameters_.period) return nullptr;
    return parameters_.non_finite == NonFinite::repeats
               ? carrying<&LinearRecurrence::go_on<NonFinite::repeats>>()
               : carrying<&LinearRecurrence::go_on<NonFinite::poisons>>();
  }

 private:
  static void advance_row(const Recurrence& p, const BankRow& row) {
    if (p.seed == Seed::first_finite) return advance_row_from_first_finite(p, row);
    if (row.seen() < p.period) return begin_row(p.non_finite, row);
    const double* x = row.in(0);
    double* y = row.out();
    double* last = row.state();
    if (p.non_finite == NonFinite::repeats) {
      row.each([=, decay = p.decay, gain = p.gain](std::size_t s) {
        const double next = decay * last[s] + gain * x[s];
        y[s] = last[s] = std::isfinite(x[s]) ? next : last[s];
      });
    } else {
      row.each([=, decay = p.decay, gain = p.gain](std::size_t s) {
        y[s] = last[s] = decay * last[s] + gain * x[s];
      });
    }
  }

  static void begin_row(NonFinite non_finite, const BankRow& row) {
    const double* x = row.in(0);
    double* y = row.out();
    double* last = row.state(0);
    double* sum = row.state(1);
    double* counted = row.state(2);
    row.each([=, takes_all = non_finite == NonFinite::poisons](std::size_t s) {
      const bool counts = takes_all || std::isfinite(x[s]);
      counted[s] += counts ? 1.0 : 0.0;
      sum[s] = counts ? sum[s] + x[s] : sum[s];
      y[s] = last[s] = counts ? sum[s] / counted[s] : last[s];
    });
  }

  static void advance_row_from_first_finite(const Recurrence& p, const BankRow& row) {
    const double* x = row.in(0);
    double* y = row.out();
    double* last = row.state(0);
    double* has_begun = row.state(1);
    row.each([=, decay = p.decay, gain = p.gain](std::size_t s) {
      const double next = has_begun[s] != 0.0 ? decay * last[s] + gain * x[s] : 0.0 + x[s];
      const bool counts = std::isfinite(x[s]);
      last[s] = counts ? next : last[s];
      has_begun[s] = counts ? 1.0 : has_begun[s];
      y[s] = has_begun[s] != 0.0 ? last[s] : undefined;
    });
  }

  template <NonFinite non_finite>
  double go_on(double x) {
    if (non_finite == NonFinite::repeats && !std::isfinite(x)) return y_;
    return y_ = parameters_.decay * y_ + parameters_.gain * x;
  }

  double advance(double x) {
    if (seen_ < parameters_.period) return begin(x);
    if (parameters_.non_finite == NonFinite::repeats && !std::isfinite(x)) return y_;
    return y_ = parameters_.decay * y_ + parameters_.gain * x;
  }

  double begin(double x) {
    if (parameters_.seed == Seed::first_finite && !std::isfinite(x)) return undefined;
    ++seen_;
    if (parameters_.non_finite == NonFinite::repeats && !std::isfinite(x)) return y_;
    sum_ += x;
    return y_ = sum_ / static_cast<double>(++counted_);
  }

  Recurrence parameters_;
  std::size_t seen_ = 0;
  std::size_t counted_ = 0;
  double sum_ = 0.0;
  double y_ = 0.0;
};

Series recurrence(Series x, const Recurrence& parameters) {
  return x.graph().apply(std::make_unique<LinearRecurrence>(parameters), {x});
}

}  // namespace

Series ema(Series x, std::size_t period, Seed seed) {
  const double gain = 2.0 / (static_cast<double>(period) + 1.0);
  const bool by_one = seed == Seed::first || seed == Seed::first_finite;
  const bool repeats = seed == Seed::first_finite || seed == Seed::expanding_mean;
  // A seed by the first value is the mean of one.
  return recurrence(x, {1.0 - gain, gain, seed, by_one ? 1 : period,
                        repeats ? NonFinite::repeats : NonFinite::poisons});
}

Series wilder(Series x, std::size_t period) {
  const double gain = 1.0 / static_cast<double>(period);
  return recurrence(x, {1.0 - gain, gain, Seed::mean, period, NonFinite::poisons});
}

Series exponential_average(Series x, double gain) {
  return recurrence(x, {1.0 - gain, gain, Seed::first, 1, NonFinite::poisons});
}

Series decaying_sum(Series x, double decay, double gain) {
  return recurrence(x, {decay, gain, Seed::first, 0, NonFinite::poisons});
}

Series cumulative_sum(Series x) {
  return recurrence(x, {1.0, 1.0, Seed::first, 1, NonFinite::poisons});
}

}  // namespace taipan
#endif  // HWY_ONCE
