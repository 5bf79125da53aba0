#include "indicators/operators/recursive_filter.h"

#include <algorithm>
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

inline constexpr std::size_t most_order = 4;

// The last results, the newest first.
using LastResults = std::array<double, most_order>;

template <std::size_t order>
double filter_one(const RecursiveFilter& filter, const double* x, LastResults& last) {
  double y = filter.b[0] * *x;
  for (std::size_t k = 1; k <= order; ++k) y += filter.b[k] * *(x - k);
  for (std::size_t k = order; k-- > 0;) y = filter.a[k] * last[k] + y;
  for (std::size_t k = order; --k > 0;) last[k] = last[k - 1];
  last[0] = y;
  return y;
}

// A(z) A(-z), as the same form in z^2, where A(z) = 1 - a[0] z - ... - a[3] z^4.
inline std::array<double, most_order> squared(const std::array<double, most_order>& a) {
  return {a[0] * a[0] + 2.0 * a[1], 2.0 * (a[0] * a[2] + a[3]) - a[1] * a[1],
          a[2] * a[2] - 2.0 * a[1] * a[3], -a[3] * a[3]};
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// What is `shift` values before vector[0]; vector[1] comes before that, and so on.
template <std::size_t shift>
HWY_INLINE V earlier(const V* vector) {
#if HWY_TARGET == HWY_AVX3
  constexpr std::size_t lanes = 8;
#else
  constexpr std::size_t lanes = 4;
#endif
  constexpr std::size_t whole = shift / lanes;
  constexpr int rest = shift % lanes;
  if constexpr (rest == 0)
    return vector[whole];
  else
    return shifted<rest>(vector[whole + 1], vector[whole]);
}

// One step of looking ahead: times A(-z), whose taps lie `distance` apart.
template <std::size_t order, std::size_t distance>
struct LookAhead {
  V tap[order];
  V u[order + 1];  // the input, the newest vector first

  HWY_INLINE void begin(std::array<double, most_order>& a) {
    for (std::size_t k = 0; k < order; ++k) {
      tap[k] = hn::Set(D(), k % 2 == 0 ? a[k] : -a[k]);
    }
    for (V& vector : u) vector = hn::Zero(D());
    a = squared(a);
  }

  HWY_INLINE V next(V input) {
    u[0] = input;
    V sum = input;
    if constexpr (order == 4) {
      sum = hn::MulAdd(tap[3], earlier<4 * distance>(u), sum);
      sum = hn::MulAdd(tap[2], earlier<3 * distance>(u), sum);
    }
    sum = hn::MulAdd(tap[1], earlier<2 * distance>(u), sum);
    sum = hn::MulAdd(tap[0], earlier<distance>(u), sum);
#pragma GCC unroll 4
    for (std::size_t k = order; k > 0; --k) u[k] = u[k - 1];
    return sum;
  }
};

// As many vectors of results as the order is come from the plain loop; from then on every value
// that a tap wants exists.
template <std::size_t order>
void filter_by_vectors(const double* x, double* out, std::size_t n, const RecursiveFilter& filter,
                       LastResults& last) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t begin = order * lanes;
  for (std::size_t i = 0; i < begin; ++i) out[i] = filter_one<order>(filter, x + i, last);
  V b[order + 1];
  for (std::size_t k = 0; k <= order; ++k) b[k] = hn::Set(d, filter.b[k]);
  std::array<double, most_order> a = filter.a;
  LookAhead<order, 1> ahead1;
  LookAhead<order, 2> ahead2;
  ahead1.begin(a);
  ahead2.begin(a);
#if HWY_TARGET == HWY_AVX3
  LookAhead<order, 4> ahead4;
  ahead4.begin(a);
#endif
  V feedback[order];
  V y[order];
  for (std::size_t k = 0; k < order; ++k) {
    feedback[k] = hn::Set(d, a[k]);
    y[k] = hn::LoadU(d, out + begin - (k + 1) * lanes);
  }
  for (std::size_t t = 0; t + lanes <= n; t += lanes) {
    V input = hn::Mul(b[order], hn::LoadU(d, x + t - order));
#pragma GCC unroll 4
    for (std::size_t k = order - 1; k > 0; --k) {
      input = hn::MulAdd(b[k], hn::LoadU(d, x + t - k), input);
    }
    // Not fused: of a level line a high-pass filter takes in exactly 0.
    input = hn::Add(hn::Mul(b[0], hn::LoadU(d, x + t)), input);
    V result = ahead2.next(ahead1.next(input));
#if HWY_TARGET == HWY_AVX3
    result = ahead4.next(result);
#endif
    if (t < begin) continue;
#pragma GCC unroll 4
    for (std::size_t k = order; k-- > 0;) result = hn::MulAdd(feedback[k], y[k], result);
    hn::StoreU(result, d, out + t);
#pragma GCC unroll 4
    for (std::size_t k = order; --k > 0;) y[k] = y[k - 1];
    y[0] = result;
  }
  const std::size_t end = n / lanes * lanes;
  for (std::size_t k = 0; k < order; ++k) last[k] = out[end - 1 - k];
}

template <std::size_t order>
void filter_order(const double* x, double* out, std::size_t n, const RecursiveFilter& filter,
                  [[maybe_unused]] bool by_vectors, LastResults& last) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const std::size_t lanes = hn::Lanes(D());
  if (by_vectors && n > order * lanes) {
    filter_by_vectors<order>(x, out, n, filter, last);
    i = n / lanes * lanes;
  }
#endif
  for (; i < n; ++i) out[i] = filter_one<order>(filter, x + i, last);
}

void filter_lines(std::size_t order, const double* x, double* out, std::size_t n,
                  const RecursiveFilter& filter, bool by_vectors, LastResults& last) {
  if (order == 2) return filter_order<2>(x, out, n, filter, by_vectors, last);
  filter_order<4>(x, out, n, filter, by_vectors, last);
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(filter_lines);

// The loop's own rounding errors, amplified by more than this, no longer agree to 1e-9; the larger
// coefficients of higher orders bring larger errors in.
constexpr double most_noise_gain = 1e6;
constexpr double most_noise_gain_of_four = 1e5;

// Whether the response of 1 / A to a single 1 dies out, and its sum stays below that gain.
bool is_well_conditioned(const std::array<double, most_order>& a) {
  constexpr std::size_t most_values = 100'000;
  constexpr double nothing = 1e-12;
  LastResults last{1.0};
  double sum = 1.0;
  for (std::size_t t = 0; t < most_values && sum < most_noise_gain_of_four; ++t) {
    const double y = a[0] * last[0] + a[1] * last[1] + (a[2] * last[2] + a[3] * last[3]);
    last = {y, last[0], last[1], last[2]};
    sum += std::fabs(y);
    double rest = 0.0;
    for (double value : last) rest += std::fabs(value);
    if (rest < nothing * sum) return true;
  }
  return false;
}

// Jury's conditions: both poles inside the unit circle, and not so near to it that rounding shows.
bool is_well_conditioned_pair(const std::array<double, most_order>& a) {
  const double at_one = 1.0 - a[0] - a[1];
  const double at_minus_one = 1.0 + a[0] - a[1];
  return std::fabs(a[1]) < 1.0 && at_one * most_noise_gain > 1.0 &&
         at_minus_one * most_noise_gain > 1.0;
}

template <std::size_t order>
class RecursiveFilterOperator final : public Operator {
 public:
  explicit RecursiveFilterOperator(const RecursiveFilter& filter)
      : RecursiveFilterOperator(filter, order == 2 ? is_well_conditioned_pair(filter.a)
                                                   : is_well_conditioned(filter.a)) {}

  std::string key() const override {
    return "filter" + bytes_of(filter_.a) + bytes_of(filter_.b) + std::to_string(filter_.seeds);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::unique_ptr<Operator>(new RecursiveFilterOperator(filter_, by_vectors_));
  }
  void reset() override {
    seen_ = 0;
    last_ = {};
  }
  void exchange(Archive& archive) override { archive(seen_, last_); }
  std::size_t lookback() const override { return order; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    double* y = out[0];
    std::size_t i = 0;
    for (; i < n && seen_ < seen_before_loop(); ++i) y[i] = begin(x + i);
    if (i == n) return;
    const LastResults before = last_;
    TAIPAN_DISPATCH(filter_lines, kernel)(order, x + i, y + i, n - i, filter_, by_vectors_, last_);
    if (std::isfinite(last_[0])) return;
    // Infinities meet in another order in a vector than one by one.
    last_ = before;
    for (; i < n; ++i) y[i] = filter_one<order>(filter_, x + i, last_);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    out[0][t] = seen_ < seen_before_loop() ? begin(x) : filter_one<order>(filter_, x, last_);
  }
  Settled settled() override {
    return seen_ < seen_before_loop() ? nullptr : threaded<&RecursiveFilterOperator::go_on>;
  }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = filter_one<order>(filter_, in[0] + t, last_);
  }

  RecursiveFilterOperator(const RecursiveFilter& filter, bool by_vectors)
      : filter_(filter), by_vectors_(by_vectors) {}

  // The loop reads as many earlier inputs as its order is.
  std::size_t seen_before_loop() const { return std::max(order, filter_.seeds); }

  double begin(const double* x) {
    const std::size_t t = seen_++;
    double y = *x;
    if (t >= filter_.seeds) {
      y = 0.0;
      for (std::size_t k = 0; k < order; ++k) y += filter_.a[k] * last_[k];
      for (std::size_t k = 0; k <= std::min(t, order); ++k) y += filter_.b[k] * *(x - k);
    }
    for (std::size_t k = order; --k > 0;) last_[k] = last_[k - 1];
    last_[0] = y;
    return y;
  }

  RecursiveFilter filter_;
  bool by_vectors_;
  std::size_t seen_ = 0;
  LastResults last_{};
};

}  // namespace

Series recursive_filter(Series x, const RecursiveFilter& filter) {
  const bool is_pair =
      filter.a[2] == 0.0 && filter.a[3] == 0.0 && filter.b[3] == 0.0 && filter.b[4] == 0.0;
  if (is_pair) return x.graph().apply(std::make_unique<RecursiveFilterOperator<2>>(filter), {x});
  return x.graph().apply(std::make_unique<RecursiveFilterOperator<4>>(filter), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
