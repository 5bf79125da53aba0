#include "indicators/operators/lag.h"

#include <algorithm>
#include <array>
#include <functional>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/lag.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/only_if.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_difference(const double* x, const double* earlier, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, earlier + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = x[i] - earlier[i];
}

// max(0, NaN) is NaN on x86 in this order: the second argument is answered. Highway's Max of one
// lane answers the number, so the plain loop serves there.
void run_moves(const double* x, double* up, double* down, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto zero = hn::Zero(d);
  std::size_t i = 0;
  for (; lanes > 1 && i + lanes <= n; i += lanes) {
    const auto change = hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, x + i - 1));
    hn::StoreU(hn::Max(zero, change), d, up + i);
    hn::StoreU(hn::Max(zero, hn::Neg(change)), d, down + i);
  }
  for (; i < n; ++i) {
    const double change = x[i] - x[i - 1];
    up[i] = 0.0 > change ? 0.0 : change;
    down[i] = 0.0 > -change ? 0.0 : -change;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_difference);
HWY_EXPORT(run_moves);

// Common to operators that look a fixed number of bars back and hold no other state than how many
// values they have seen.
class Delayed : public Operator {
 public:
  explicit Delayed(std::size_t bars) : bars_(bars) {}
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return bars_; }
  std::size_t lookback() const override { return bars_; }

 protected:
  // How many of the next n values still lack an earlier one.
  std::size_t skip(std::size_t n) {
    const std::size_t skipped = std::min(n, bars_ - std::min(seen_, bars_));
    seen_ += n;
    return skipped;
  }
  bool full() const { return seen_ >= bars_; }
  std::string key_of(const char* name) const { return name + std::to_string(bars_); }

  std::size_t bars_;
  std::size_t seen_ = 0;
};

void subtract_earlier(const BankRow& row, std::size_t bars) {
  row.map(std::minus(), row.in(0), row.in(0, bars));
}

class Lag final : public Delayed {
 public:
  using Delayed::Delayed;
  std::string key() const override { return key_of("lag"); }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Lag>(bars_); }
  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    const std::size_t i = skip(n);
    std::copy(in[0] + i - bars_, in[0] + n - bars_, out[0] + i);
  }
  BankStep bank() const override {
    return {0, [bars = bars_](const BankRow& row) {
              if (row.seen() >= bars) row.copy(row.in(0, bars), row.out());
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (skip(1) == 0) advance(in, out, t);
  }
  Settled settled() override { return full() ? threaded<&Lag::advance> : nullptr; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = in[0][t - bars_];
  }
};

class Difference final : public Delayed {
 public:
  using Delayed::Delayed;
  std::string key() const override { return key_of("difference"); }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Difference>(bars_); }
  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = skip(n);
    TAIPAN_DISPATCH(run_difference, kernel)(in[0] + i, in[0] + i - bars_, out[0] + i, n - i);
  }
  BankStep bank() const override {
    return {0, [bars = bars_](const BankRow& row) {
              if (row.seen() >= bars) subtract_earlier(row, bars);
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (skip(1) == 0) out[0][t] = next(in[0][t], in[0] + t);
  }
  Settled settled() override { return full() ? carrying<&Difference::next>() : nullptr; }

 private:
  double next(double newest, const double* x) { return newest - *(x - bars_); }
};

class Change final : public Delayed {
 public:
  Change() : Delayed(1) {}
  std::string key() const override { return "change"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<Change>(); }
  std::size_t warmup(std::size_t) const override { return 0; }
  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = skip(n);
    if (i > 0) out[0][0] = in[0][0] - in[0][0];
    TAIPAN_DISPATCH(run_difference, kernel)(in[0] + i, in[0] + i - 1, out[0] + i, n - i);
  }
  BankStep bank() const override {
    return {
        0, [](const BankRow& row) { subtract_earlier(row, std::min<std::size_t>(row.seen(), 1)); }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    out[0][t] = in[0][t] - in[0][t - (skip(1) == 0 ? 1 : 0)];
  }
  Settled settled() override { return full() ? threaded<&Change::advance> : nullptr; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = in[0][t] - in[0][t - 1];
  }
};

class MovesOperator final : public Delayed {
 public:
  MovesOperator() : Delayed(1) {}
  std::string key() const override { return "moves"; }
  std::size_t outputs() const override { return 2; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<MovesOperator>(); }
  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const std::size_t i = skip(n);
    TAIPAN_DISPATCH(run_moves, kernel)(in[0] + i, out[0] + i, out[1] + i, n - i);
  }
  BankStep bank() const override {
    return {0, [](const BankRow& row) {
              if (row.seen() == 0) return;
              const double* x = row.in(0);
              const double* before = row.in(0, 1);
              double* up = row.out(0);
              double* down = row.out(1);
              row.each([=](std::size_t s) {
                const double change = x[s] - before[s];
                up[s] = 0.0 > change ? 0.0 : change;
                down[s] = 0.0 > -change ? 0.0 : -change;
              });
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (skip(1) == 0) advance(in, out, t);
  }
  Settled settled() override { return full() ? threaded<&MovesOperator::advance> : nullptr; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    const double change = in[0][t] - in[0][t - 1];
    out[0][t] = only_if(!(0.0 > change), change);
    out[1][t] = only_if(!(change > 0.0), -change);
  }
};

}  // namespace

Series lag(Series x, std::size_t bars) { return x.graph().apply(std::make_unique<Lag>(bars), {x}); }

Series difference(Series x, std::size_t bars) {
  return x.graph().apply(std::make_unique<Difference>(bars), {x});
}

Series change(Series x) { return x.graph().apply(std::make_unique<Change>(), {x}); }

Moves moves(Series x) {
  const auto both = x.graph().apply_all(std::make_unique<MovesOperator>(), {x});
  return {both[0], both[1]};
}

}  // namespace taipan
#endif  // HWY_ONCE
