#include "indicators/operators/recursive_filter.h"

#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/recursive_filter.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_RECURSIVE_FILTER_ONCE
#define TAIPAN_RECURSIVE_FILTER_ONCE
namespace taipan {

// The last two results, the newest first.
using LastResults = std::array<double, 2>;

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

HWY_INLINE double filter_one(const RecursiveFilter& filter, const double* x, LastResults& last) {
  const double input = filter.b[0] * *x + filter.b[1] * *(x - 1) + filter.b[2] * *(x - 2);
  const double y = filter.a[0] * last[0] + (filter.a[1] * last[1] + input);
  last = {y, last[0]};
  return y;
}

// 1 - a0 z - a1 z^2 times 1 + a0 z - a1 z^2 is the same form in z^2.
HWY_INLINE std::array<double, 2> squared(const std::array<double, 2>& a) {
  return {a[0] * a[0] + 2.0 * a[1], -a[1] * a[1]};
}

// The taps that turn a recurrence over `shift` values into one over twice as many.
struct LookAhead {
  V near;
  V far;
};
HWY_INLINE LookAhead look_ahead(const std::array<double, 2>& a) {
  return {hn::Set(D(), a[0]), hn::Set(D(), -a[1])};
}

// Two vectors of results come from the plain loop; from then on every value that a tap wants
// exists.
void filter_lines(const double* x, double* out, std::size_t n, const RecursiveFilter& filter,
                  bool by_vectors, LastResults& last) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  if (lanes > 1 && by_vectors && n >= 3 * lanes) {
    for (; i < 2 * lanes; ++i) out[i] = filter_one(filter, x + i, last);
    const V b0 = hn::Set(d, filter.b[0]);
    const V b1 = hn::Set(d, filter.b[1]);
    const V b2 = hn::Set(d, filter.b[2]);
    const auto input = [&](std::size_t t) HWY_ATTR {
      const double* at = x + t;
      const V two = hn::MulAdd(b1, hn::LoadU(d, at - 1), hn::Mul(b2, hn::LoadU(d, at - 2)));
      return hn::MulAdd(b0, hn::LoadU(d, at), two);
    };
    std::array<double, 2> a = filter.a;
    const LookAhead ahead1 = look_ahead(a);
    a = squared(a);
    const LookAhead ahead2 = look_ahead(a);
    a = squared(a);
#if HWY_TARGET == HWY_AVX3
    const LookAhead ahead4 = look_ahead(a);
    a = squared(a);
#endif
    const V near = hn::Set(d, a[0]);
    const V far = hn::Set(d, a[1]);
    const V none = hn::Zero(d);
    // Inputs, and their sums over the first steps of looking ahead, of the vector before.
    V u1 = none;
    V u2 = none;
    [[maybe_unused]] V u4 = none;
    V y1 = hn::LoadU(d, out + lanes);
    V y2 = hn::LoadU(d, out);
    for (std::size_t t = 0; t + lanes <= n; t += lanes) {
      const V u = input(t);
      const V now2 =
          hn::MulAdd(ahead1.near, shifted<1>(u1, u), hn::MulAdd(ahead1.far, shifted<2>(u1, u), u));
#if HWY_TARGET == HWY_AVX3
      const V now4 = hn::MulAdd(ahead2.near, shifted<2>(u2, now2),
                                hn::MulAdd(ahead2.far, shifted<4>(u2, now2), now2));
      const V all = hn::MulAdd(ahead4.near, shifted<4>(u4, now4), hn::MulAdd(ahead4.far, u4, now4));
      u4 = now4;
#else
      const V all = hn::MulAdd(ahead2.near, shifted<2>(u2, now2), hn::MulAdd(ahead2.far, u2, now2));
#endif
      u1 = u;
      u2 = now2;
      if (t < i) continue;
      const V y = hn::MulAdd(near, y1, hn::MulAdd(far, y2, all));
      hn::StoreU(y, d, out + t);
      y2 = y1;
      y1 = y;
    }
    i = n / lanes * lanes;
    last = {out[i - 1], out[i - 2]};
  }
  for (; i < n; ++i) out[i] = filter_one(filter, x + i, last);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(filter_lines);

// The loop's own rounding errors, amplified by more than this, no longer agree to 1e-9.
constexpr double most_noise_gain = 1e6;

// Jury's conditions: both poles inside the unit circle, and not so near to it that rounding shows.
bool is_well_conditioned(const std::array<double, 2>& a) {
  const double at_one = 1.0 - a[0] - a[1];
  const double at_minus_one = 1.0 + a[0] - a[1];
  return std::fabs(a[1]) < 1.0 && at_one * most_noise_gain > 1.0 &&
         at_minus_one * most_noise_gain > 1.0;
}

class RecursiveFilterOperator final : public Operator {
 public:
  explicit RecursiveFilterOperator(const RecursiveFilter& filter)
      : filter_(filter), by_vectors_(is_well_conditioned(filter.a)) {}

  std::string key() const override {
    return "filter" + bytes_of(filter_.a) + bytes_of(filter_.b) + std::to_string(filter_.seeds);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RecursiveFilterOperator>(filter_);
  }
  void reset() override {
    seen_ = 0;
    last_ = {};
  }
  void exchange(Archive& archive) override { archive(seen_, last_); }
  std::size_t lookback() const override { return 2; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && seen_ < seen_before_loop; ++i) y[i] = begin(x + i);
    if (i == n) return;
    const LastResults before = last_;
    TAIPAN_DISPATCH(filter_lines, kernel)(x + i, y + i, n - i, filter_, by_vectors_, last_);
    if (std::isfinite(last_[0])) return;
    // Infinities meet in another order in a vector than one by one.
    last_ = before;
    for (; i < n; ++i) y[i] = advance(x + i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    out[0][t] = seen_ < seen_before_loop ? begin(x) : advance(x);
  }
  Instruction::Run settled() override {
    return seen_ < seen_before_loop ? nullptr : threaded<&RecursiveFilterOperator::go_on>;
  }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = advance(in[0] + t);
  }

  // The loop reads two earlier inputs.
  static constexpr std::size_t seen_before_loop = 2;

  double begin(const double* x) {
    const std::size_t t = seen_++;
    double y = *x;
    if (t >= filter_.seeds)
      y = filter_.a[0] * last_[0] + filter_.b[0] * x[0] + filter_.b[1] * x[-1];
    last_ = {y, last_[0]};
    return y;
  }

  double advance(const double* x) {
    const double input = filter_.b[0] * x[0] + filter_.b[1] * x[-1] + filter_.b[2] * x[-2];
    const double y = filter_.a[0] * last_[0] + (filter_.a[1] * last_[1] + input);
    last_ = {y, last_[0]};
    return y;
  }

  RecursiveFilter filter_;
  bool by_vectors_;
  std::size_t seen_ = 0;
  LastResults last_{};
};

}  // namespace

Series recursive_filter(Series x, const RecursiveFilter& filter) {
  return x.graph().apply(std::make_unique<RecursiveFilterOperator>(filter), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
