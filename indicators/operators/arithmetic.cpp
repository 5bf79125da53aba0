#include "indicators/operators/arithmetic.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/arithmetic.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/division-inl.h"
#include "indicators/operators/only_if.h"

#ifndef TAIPAN_ARITHMETIC_ONCE
#define TAIPAN_ARITHMETIC_ONCE
namespace taipan {

enum class Map {
  add,
  subtract,
  multiply,
  divide,
  maximum,
  minimum,
  quotient,
  percentage,
  contrast,
  excess,
  limited,
  swing,
  above,
  greater,
  at_least,
  equal,
  unequal,
  both,
  either,
  absolute,
  root,
  sign
};

// An argument of a map: factor * line, or the factor alone when `line` is null.
struct Operand {
  const double* line;
  double factor;
};

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

// Each map on vectors. `c` is the third argument of the ternary ones.
struct Add {
  static V call(V a, V b, V) { return hn::Add(a, b); }
};
struct Subtract {
  static V call(V a, V b, V) { return hn::Sub(a, b); }
};
struct Multiply {
  static V call(V a, V b, V) { return hn::Mul(a, b); }
};
// Those that divide also say what by what, for denominators as usual, and how the quotient goes on.
struct Quotients {
  static Fraction fraction(V a, V b, V) { return {a, b}; }
  static V finish(V quotient, V, V) { return quotient; }
};
struct Divide : Quotients {
  static V call(V a, V b, V) { return hn::Div(a, b); }
};
// Not Max and Min, whose answer to a NaN depends on the target. A NaN in `b` fails the comparison.
struct Maximum {
  static V call(V a, V b, V) { return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Gt(a, b)), a, b); }
};
struct Minimum {
  static V call(V a, V b, V) { return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Lt(a, b)), a, b); }
};
struct Quotient : Quotients {
  static V call(V a, V b, V c) {
    return hn::IfThenElse(hn::Eq(b, hn::Zero(D())), c, hn::Div(a, b));
  }
};
struct Percentage : Quotients {
  static Fraction fraction(V a, V b, V) { return {hn::Mul(hn::Set(D(), 100.0), a), hn::Add(a, b)}; }
  static V call(V a, V b, V c) {
    const V sum = hn::Add(a, b);
    const V part = hn::Mul(hn::Set(D(), 100.0), a);
    return hn::IfThenElse(hn::Eq(sum, hn::Zero(D())), c, hn::Div(part, sum));
  }
};
struct Contrast : Quotients {
  static Fraction fraction(V a, V b, V) {
    return {hn::Mul(hn::Set(D(), 100.0), hn::Sub(a, b)), hn::Add(a, b)};
  }
  static V call(V a, V b, V c) {
    const V sum = hn::Add(a, b);
    const V part = hn::Mul(hn::Set(D(), 100.0), hn::Sub(a, b));
    return hn::IfThenElse(hn::Eq(sum, hn::Zero(D())), c, hn::Div(part, sum));
  }
};
struct Excess : Quotients {
  // Subtracted first, so that equal averages are 0 apart whatever the quotient's last place.
  static Fraction fraction(V a, V b, V c) { return {hn::Sub(a, hn::Mul(c, b)), b}; }
  static V call(V a, V b, V c) {
    const V nan = hn::NaN(D());
    return hn::IfThenElse(hn::Eq(b, hn::Zero(D())), nan, hn::Sub(hn::Div(a, b), c));
  }
};
struct Limited : Quotients {
  static V call(V a, V b, V c) { return finish(hn::Div(a, b), b, c); }
  static V finish(V y, V, V c) {
    const V low = hn::Neg(c);
    return hn::IfThenElse(hn::Gt(y, c), c, hn::IfThenElse(hn::Lt(y, low), low, y));
  }
};
struct Swing : Quotients {
  static V call(V a, V b, V c) { return finish(hn::Div(hn::Mul(hn::Set(D(), 50.0), a), b), b, c); }
  static Fraction fraction(V a, V b, V) { return {hn::Mul(hn::Set(D(), 50.0), a), b}; }
  static V finish(V quotient, V whole, V c) {
    const V fifty = hn::Set(D(), 50.0);
    const V y = Limited::finish(quotient, whole, fifty);
    return hn::Add(fifty, hn::IfThenElse(hn::Le(whole, c), hn::Zero(D()), y));
  }
};
struct Above {
  static V call(V a, V b, V) { return hn::IfThenElseZero(hn::Gt(a, b), hn::Set(D(), 1.0)); }
};
// 1 or 0, and NaN where there is nothing to compare.
HWY_INLINE V truth(hn::Mask<D> is_true, V a, V b) {
  const V answer = hn::IfThenElseZero(is_true, hn::Set(D(), 1.0));
  return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::IsNaN(b)), hn::NaN(D()), answer);
}
struct Greater {
  static V call(V a, V b, V) { return truth(hn::Gt(a, b), a, b); }
};
struct AtLeast {
  static V call(V a, V b, V) { return truth(hn::Ge(a, b), a, b); }
};
struct Equal {
  static V call(V a, V b, V) { return truth(hn::Eq(a, b), a, b); }
};
struct Unequal {
  static V call(V a, V b, V) { return truth(hn::Ne(a, b), a, b); }
};
struct Both {
  static V call(V a, V b, V) {
    const V zero = hn::Zero(D());
    return truth(hn::And(hn::Ne(a, zero), hn::Ne(b, zero)), a, b);
  }
};
struct Either {
  static V call(V a, V b, V) {
    const V zero = hn::Zero(D());
    return truth(hn::Or(hn::Ne(a, zero), hn::Ne(b, zero)), a, b);
  }
};
struct Absolute {
  static V call(V a, V, V) { return hn::Abs(a); }
};
struct Root {
  static V call(V a, V, V) { return hn::Sqrt(a); }
};
struct Sign {
  static V call(V a, V, V) {
    const V one = hn::Set(D(), 1.0);
    const V zero = hn::Zero(D());
    const V up = hn::IfThenElse(hn::Gt(a, zero), one, hn::Add(a, zero));  // -0 becomes 0
    return hn::IfThenElse(hn::Lt(a, zero), hn::Neg(one), up);
  }
};

// Which of the two arguments are lines is known outside the loop: V line, C constant.
template <bool is_line>
HWY_INLINE V load(const Operand& operand, V factor, std::size_t i) {
  if constexpr (is_line) return hn::Mul(factor, hn::LoadU(D(), operand.line + i));
  return factor;
}

template <bool is_line>
HWY_INLINE V load_some(const Operand& operand, V factor, std::size_t i, hn::Mask<D> mask) {
  if constexpr (is_line) return hn::Mul(factor, hn::MaskedLoad(mask, D(), operand.line + i));
  return factor;
}

template <class F, bool a_line, bool b_line>
void map_lines(const Operand& a, const Operand& b, double c, double* out, std::size_t n) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  const V fa = hn::Set(d, a.factor);
  const V fb = hn::Set(d, b.factor);
  const V third = hn::Set(d, c);
  const auto plain = [&](std::size_t at) HWY_ATTR {
    hn::StoreU(F::call(load<a_line>(a, fa, at), load<b_line>(b, fb, at), third), d, out + at);
  };
  std::size_t i = 0;
  if constexpr (std::is_base_of_v<Quotients, F>) {
    for (std::size_t j = lanes; i + 2 * lanes <= n; i += 2 * lanes, j = i + lanes) {
      Fraction first = F::fraction(load<a_line>(a, fa, i), load<b_line>(b, fb, i), third);
      Fraction second = F::fraction(load<a_line>(a, fa, j), load<b_line>(b, fb, j), third);
      if (divide_pair(first, second)) {
        hn::StoreU(F::finish(first.above, first.below, third), d, out + i);
        hn::StoreU(F::finish(second.above, second.below, third), d, out + j);
      } else {
        plain(i);
        plain(j);
      }
    }
  }
  for (; i + lanes <= n; i += lanes) plain(i);
  if (i == n) return;
  const auto mask = hn::FirstN(d, n - i);
  const V y = F::call(load_some<a_line>(a, fa, i, mask), load_some<b_line>(b, fb, i, mask), third);
  hn::BlendedStore(y, mask, d, out + i);
}

template <class F>
void map_block(const Operand& a, const Operand& b, double c, double* out, std::size_t n) {
  if (a.line != nullptr && b.line != nullptr) return map_lines<F, true, true>(a, b, c, out, n);
  if (a.line != nullptr) return map_lines<F, true, false>(a, b, c, out, n);
  return map_lines<F, false, true>(a, b, c, out, n);
}

void run_map(Map map, const Operand& a, const Operand& b, double c, double* out, std::size_t n) {
  switch (map) {
    case Map::add:
      return map_block<Add>(a, b, c, out, n);
    case Map::subtract:
      return map_block<Subtract>(a, b, c, out, n);
    case Map::multiply:
      return map_block<Multiply>(a, b, c, out, n);
    case Map::divide:
      return map_block<Divide>(a, b, c, out, n);
    case Map::maximum:
      return map_block<Maximum>(a, b, c, out, n);
    case Map::minimum:
      return map_block<Minimum>(a, b, c, out, n);
    case Map::quotient:
      return map_block<Quotient>(a, b, c, out, n);
    case Map::percentage:
      return map_block<Percentage>(a, b, c, out, n);
    case Map::contrast:
      return map_block<Contrast>(a, b, c, out, n);
    case Map::excess:
      return map_block<Excess>(a, b, c, out, n);
    case Map::limited:
      return map_block<Limited>(a, b, c, out, n);
    case Map::swing:
      return map_block<Swing>(a, b, c, out, n);
    case Map::above:
      return map_block<Above>(a, b, c, out, n);
    case Map::greater:
      return map_block<Greater>(a, b, c, out, n);
    case Map::at_least:
      return map_block<AtLeast>(a, b, c, out, n);
    case Map::equal:
      return map_block<Equal>(a, b, c, out, n);
    case Map::unequal:
      return map_block<Unequal>(a, b, c, out, n);
    case Map::both:
      return map_block<Both>(a, b, c, out, n);
    case Map::either:
      return map_block<Either>(a, b, c, out, n);
    case Map::absolute:
      return map_lines<Absolute, true, false>(a, b, c, out, n);
    case Map::root:
      return map_lines<Root, true, false>(a, b, c, out, n);
    case Map::sign:
      return map_lines<Sign, true, false>(a, b, c, out, n);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_map);

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double truth(bool is_true, double a, double b) {
  return a != a || b != b ? undefined : static_cast<double>(is_true);
}

// The same maps on one value; bit for bit what the vectors do.
template <Map map>
double evaluate(double a, [[maybe_unused]] double b, [[maybe_unused]] double c) {
  if constexpr (map == Map::add) return a + b;
  if constexpr (map == Map::subtract) return a - b;
  if constexpr (map == Map::multiply) return a * b;
  if constexpr (map == Map::divide) return a / b;
  if constexpr (map == Map::maximum) return a != a || a > b ? a : b;
  if constexpr (map == Map::minimum) return a != a || a < b ? a : b;
  if constexpr (map == Map::quotient) return b == 0.0 ? c : a / b;
  if constexpr (map == Map::percentage) return a + b == 0.0 ? c : 100.0 * a / (a + b);
  if constexpr (map == Map::contrast) return a + b == 0.0 ? c : 100.0 * (a - b) / (a + b);
  if constexpr (map == Map::excess) return b == 0.0 ? undefined : a / b - c;
  if constexpr (map == Map::limited) return a / b > c ? c : a / b < -c ? -c : a / b;
  if constexpr (map == Map::swing) {
    return b <= c ? 50.0 : 50.0 + evaluate<Map::limited>(50.0 * a, b, 50.0);
  }
  if constexpr (map == Map::above) return static_cast<double>(a > b);
  if constexpr (map == Map::greater) return truth(a > b, a, b);
  if constexpr (map == Map::at_least) return truth(a >= b, a, b);
  if constexpr (map == Map::equal) return truth(a == b, a, b);
  if constexpr (map == Map::unequal) return truth(a != b, a, b);
  if constexpr (map == Map::both) return truth(a != 0.0 && b != 0.0, a, b);
  if constexpr (map == Map::either) return truth(a != 0.0 || b != 0.0, a, b);
  if constexpr (map == Map::absolute) return std::fabs(a);
  if constexpr (map == Map::root) return std::sqrt(a);
  // The sign, by no branch that prices would take at random.
  if (a != a) return a;
  return only_if(a != 0.0, std::copysign(1.0, a));
}

// Arguments in order: lines take the next input. A constant times a line is folded into the map
// that uses it, one pass over memory less; the product is rounded as if it stood alone.
class MapOperator : public Operator {
 public:
  struct Argument {
    bool is_line;
    double factor;
  };

  MapOperator(Map map, Argument a, Argument b, double c) : map_(map), a_(a), b_(b), c_(c) {}

  std::string key() const override {
    return "map" + bytes_of(std::array{static_cast<double>(map_), a_.factor, b_.factor, c_,
                                       a_.is_line ? 1.0 : 0.0, b_.is_line ? 1.0 : 0.0});
  }
  void reset() override {}
  void exchange(Archive&) override {}

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const Operand a{a_.is_line ? *in++ : nullptr, a_.factor};
    const Operand b{b_.is_line ? *in : nullptr, b_.factor};
    TAIPAN_DISPATCH(run_map, kernel)(map_, a, b, c_, *out, n);
  }

  // The factor, where this is a constant times a line.
  std::optional<double> scaling() const {
    if (map_ != Map::multiply || a_.is_line == b_.is_line) return std::nullopt;
    return a_.factor * b_.factor;
  }

 protected:
  Map map_;
  Argument a_;
  Argument b_;
  double c_;
};

template <Map map>
class MapOf final : public MapOperator {
 public:
  MapOf(Argument a, Argument b, double c) : MapOperator(map, a, b, c) {}
  std::unique_ptr<Operator> clone() const override { return std::make_unique<MapOf>(*this); }

  BankStep bank() const override {
    return {0, [a = a_, b = b_, c = c_](const BankRow& row) {
              const double* x = row.in(0);
              const double u = a.factor;
              const double v = b.factor;
              if (!b.is_line) {
                row.map([=](double p) { return evaluate<map>(u * p, v, c); }, x);
              } else if (!a.is_line) {
                row.map([=](double q) { return evaluate<map>(u, v * q, c); }, x);
              } else {
                row.map([=](double p, double q) { return evaluate<map>(u * p, v * q, c); }, x,
                        row.in(1));
              }
            }};
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double a = a_.is_line ? a_.factor * (*in++)[t] : a_.factor;
    const double b = b_.is_line ? b_.factor * (*in)[t] : b_.factor;
    (*out)[t] = evaluate<map>(a, b, c_);
  }
  Settled settled() override {
    if (!b_.is_line) return carrying<&MapOf::of_first>();
    return a_.is_line ? carrying<&MapOf::of_both>() : carrying<&MapOf::of_second>();
  }

 private:
  double of_first(double a) { return evaluate<map>(a_.factor * a, b_.factor, c_); }
  double of_second(double b) { return evaluate<map>(a_.factor, b_.factor * b, c_); }
  double of_both(double a, double b) { return evaluate<map>(a_.factor * a, b_.factor * b, c_); }
};

// An argument while a map is being made: a series with its factor, or a constant.
struct Term {
  Term(Series x) : factor(1.0) {  // NOLINT: maps take series and numbers alike
    const Graph::Node* node = x.graph().producer(x);
    const auto* map = node == nullptr ? nullptr : dynamic_cast<const MapOperator*>(node->op.get());
    const std::optional<double> scale = map == nullptr ? std::nullopt : map->scaling();
    series = scale ? x.graph().input_of(*node, 0).from(x.start()) : x;
    factor = scale.value_or(1.0);
  }
  Term(double constant) : factor(constant) {}  // NOLINT: as above

  std::optional<Series> series;
  double factor;
};

template <Map map>
Series map_of(const Term& a, const Term& b, double c = 0.0) {
  std::vector<Series> inputs;
  for (const Term* term : {&a, &b}) {
    if (term->series) inputs.push_back(*term->series);
  }
  auto op = std::make_unique<MapOf<map>>(MapOperator::Argument{a.series.has_value(), a.factor},
                                         MapOperator::Argument{b.series.has_value(), b.factor}, c);
  return inputs.front().graph().apply(std::move(op), inputs);
}

}  // namespace

Series operator+(Series a, Series b) { return map_of<Map::add>(a, b); }
Series operator+(Series a, double b) { return map_of<Map::add>(a, b); }
Series operator+(double a, Series b) { return map_of<Map::add>(a, b); }
Series operator-(Series a, Series b) { return map_of<Map::subtract>(a, b); }
Series operator-(Series a, double b) { return map_of<Map::subtract>(a, b); }
Series operator-(double a, Series b) { return map_of<Map::subtract>(a, b); }
Series operator*(Series a, Series b) { return map_of<Map::multiply>(a, b); }
Series operator*(Series a, double b) { return map_of<Map::multiply>(a, b); }
Series operator*(double a, Series b) { return map_of<Map::multiply>(a, b); }
Series operator/(Series a, Series b) { return map_of<Map::divide>(a, b); }
Series operator/(Series a, double b) { return map_of<Map::divide>(a, b); }
Series operator/(double a, Series b) { return map_of<Map::divide>(a, b); }
Series operator-(Series a) { return map_of<Map::multiply>(-1.0, a); }

Series abs(Series a) { return map_of<Map::absolute>(a, 0.0); }
Series sqrt(Series a) { return map_of<Map::root>(a, 0.0); }
Series max(Series a, Series b) { return map_of<Map::maximum>(a, b); }
Series max(Series a, double b) { return map_of<Map::maximum>(a, b); }
Series min(Series a, Series b) { return map_of<Map::minimum>(a, b); }
Series min(Series a, double b) { return map_of<Map::minimum>(a, b); }
Series sign(Series a) { return map_of<Map::sign>(a, 0.0); }

Series divide(Series numerator, Series denominator, double otherwise) {
  return map_of<Map::quotient>(numerator, denominator, otherwise);
}

Series percentage(Series a, Series b, double otherwise) {
  return map_of<Map::percentage>(a, b, otherwise);
}

Series contrast(Series a, Series b, double otherwise) {
  return map_of<Map::contrast>(a, b, otherwise);
}

Series excess(Series numerator, Series denominator, double less) {
  return map_of<Map::excess>(numerator, denominator, less);
}

Series swing(Series part, Series whole) {
  constexpr double nothing = 1e-10;
  return map_of<Map::swing>(part, whole, nothing);
}

Series limited_ratio(Series numerator, Series denominator, double limit) {
  return map_of<Map::limited>(numerator, denominator, limit);
}

Series above(Series a, Series b) { return map_of<Map::above>(a, b); }
Series greater(Series a, Series b) { return map_of<Map::greater>(a, b); }
Series greater(Series a, double b) { return map_of<Map::greater>(a, b); }
Series greater_equal(Series a, Series b) { return map_of<Map::at_least>(a, b); }
Series greater_equal(Series a, double b) { return map_of<Map::at_least>(a, b); }
Series less(Series a, Series b) { return map_of<Map::greater>(b, a); }
Series less(Series a, double b) { return map_of<Map::greater>(b, a); }
Series less_equal(Series a, Series b) { return map_of<Map::at_least>(b, a); }
Series less_equal(Series a, double b) { return map_of<Map::at_least>(b, a); }
Series equal(Series a, Series b) { return map_of<Map::equal>(a, b); }
Series equal(Series a, double b) { return map_of<Map::equal>(a, b); }
Series not_equal(Series a, Series b) { return map_of<Map::unequal>(a, b); }
Series not_equal(Series a, double b) { return map_of<Map::unequal>(a, b); }
Series logical_and(Series a, Series b) { return map_of<Map::both>(a, b); }
Series logical_or(Series a, Series b) { return map_of<Map::either>(a, b); }
Series logical_not(Series a) { return map_of<Map::equal>(a, 0.0); }

}  // namespace taipan
#endif  // HWY_ONCE
