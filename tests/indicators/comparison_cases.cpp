#include <algorithm>

#include "indicators/define.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/hold.h"
#include "indicators/operators/select.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

using S = Series;

// Highs and lows that are often equal: both are 100 where the bar lies below.
S raised(S x) { return max(x, 100.0); }
double raised(double x) { return std::max(x, 100.0); }

void add_pairs(Cases& cases) {
  const auto add = [&](const char* name, S (*build)(S, S), bool (*define)(double, double)) {
    cases.add_map(
        name, [build](S a, S b) { return build(raised(a), raised(b)); },
        [define](double a, double b) {
          return a != a || b != b ? nan : static_cast<double>(define(raised(a), raised(b)));
        });
  };
  const auto add_number = [&](const char* name, S (*build)(S, double),
                              bool (*define)(double, double)) {
    cases.add_map(
        name, [build](S a, S) { return build(raised(a), 100.0); },
        [define](double a, double) {
          return a != a ? nan : static_cast<double>(define(raised(a), 100.0));
        });
  };
  add("greater", &greater, [](double a, double b) { return a > b; });
  add("greater_equal", &greater_equal, [](double a, double b) { return a >= b; });
  add("less", &less, [](double a, double b) { return a < b; });
  add("less_equal", &less_equal, [](double a, double b) { return a <= b; });
  add("equal", &equal, [](double a, double b) { return a == b; });
  add("not_equal", &not_equal, [](double a, double b) { return a != b; });
  add_number("greater_number", &greater, [](double a, double b) { return a > b; });
  add_number("greater_equal_number", &greater_equal, [](double a, double b) { return a >= b; });
  add_number("less_number", &less, [](double a, double b) { return a < b; });
  add_number("less_equal_number", &less_equal, [](double a, double b) { return a <= b; });
  add_number("equal_number", &equal, [](double a, double b) { return a == b; });
  add_number("not_equal_number", &not_equal, [](double a, double b) { return a != b; });
}

// Of how far the high lies above 100.5 and the low above 100, or 0.
void add_logic(Cases& cases) {
  const auto add = [&](const char* name, S (*build)(S, S), bool (*define)(bool, bool)) {
    cases.add_map(
        name, [build](S a, S b) { return build(max(a - 100.5, 0.0), max(b - 100.0, 0.0)); },
        [define](double a, double b) {
          return a != a || b != b ? nan : static_cast<double>(define(a > 100.5, b > 100.0));
        });
  };
  add("logical_and", &logical_and, [](bool a, bool b) { return a && b; });
  add("logical_or", &logical_or, [](bool a, bool b) { return a || b; });
  cases.add_map(
      "logical_not", [](S a, S) { return logical_not(max(a - 100.0, 0.0)); },
      [](double a, double) { return a != a ? nan : static_cast<double>(a <= 100.0); });
}

// 1 at every row with `now` whose row before has `before`.
template <class Before, class Now>
Line turns(const Line& a, const Line& b, Before before, Now now) {
  Line y(a.size(), nan);
  for (std::size_t t = 1; t < y.size(); ++t) {
    const bool spoilt = has_nan({a[t], a[t - 1], b[t], b[t - 1]});
    y[t] = spoilt ? nan : static_cast<double>(before(a[t - 1], b[t - 1]) && now(a[t], b[t]));
  }
  return y;
}

Line raised(Line x) {
  for (double& value : x) value = value != value ? nan : raised(value);
  return x;
}

void add_crossings(Cases& cases) {
  cases.add(
      "crosses_above",
      [](const Inputs& in) { return Inputs{crosses_above(raised(in[2]), raised(in[1]))}; },
      [](const Lines& x) {
        return Lines{turns(raised(x[2]), raised(x[1]), std::less_equal<>(), std::greater<>())};
      },
      AfterNan::as_defined);
  cases.add(
      "crosses_below",
      [](const Inputs& in) { return Inputs{crosses_below(raised(in[2]), raised(in[0]))}; },
      [](const Lines& x) {
        return Lines{turns(raised(x[2]), raised(x[0]), std::greater_equal<>(), std::less<>())};
      },
      AfterNan::as_defined);
  cases.add_line(
      "crosses_above_number", [](S x) { return crosses_above(raised(x), 100.0); },
      [](const Line& x) {
        return turns(raised(x), Line(x.size(), 100.0), std::less_equal<>(), std::greater<>());
      },
      AfterNan::as_defined);
  cases.add_line(
      "crosses_below_number", [](S x) { return crosses_below(x, 100.0); },
      [](const Line& x) {
        return turns(x, Line(x.size(), 100.0), std::greater_equal<>(), std::less<>());
      },
      AfterNan::as_defined);
}

void add_selections(Cases& cases) {
  const auto add = [&](const char* name, std::function<S(S, S)> build,
                       std::function<double(double, double)> define) {
    cases.add_map(
        name, [build](S a, S b) { return build(a, b); },
        [define](double a, double b) { return a != a || b != b ? nan : define(a, b); });
  };
  add(
      "where", [](S a, S b) { return where(max(a - 100.0, 0.0), b, a); },
      [](double a, double b) { return a > 100.0 ? b : a; });
  add(
      "where_or_number", [](S a, S b) { return where(max(a - 100.0, 0.0), b, 2.0); },
      [](double a, double b) { return a > 100.0 ? b : 2.0; });
  cases.add_map(
      "where_or_nan", [](S a, S b) { return where(less(b, 100.0), b / 0.0 - b / 0.0, a); },
      [](double a, double b) { return b < 100.0 || b != b ? nan : a; });
  add(
      "where_number_or", [](S a, S b) { return where(max(a - 100.0, 0.0), -1.5, b); },
      [](double a, double b) { return a > 100.0 ? -1.5 : b; });
  add(
      "where_numbers", [](S a, S) { return where(max(a - 100.0, 0.0), 1.0, -1.0); },
      [](double a, double) { return a > 100.0 ? 1.0 : -1.0; });
  cases.add_line(
      "held", [](S x) { return held(x, max(x - 100.0, 0.0)); },
      [](Line x) {
        for (std::size_t t = 1; t < x.size(); ++t) x[t] = x[t] <= 100.0 ? x[t - 1] : x[t];
        return x;
      },
      AfterNan::as_defined);
}

}  // namespace

void add_comparisons(Cases& cases) {
  cases.add_map(
      "above", [](S a, S b) { return above(a, b + 1.0); },
      [](double a, double b) { return a > b + 1.0 ? 1.0 : 0.0; });
  add_pairs(cases);
  add_logic(cases);
  add_crossings(cases);
  add_selections(cases);
}

}  // namespace taipan
