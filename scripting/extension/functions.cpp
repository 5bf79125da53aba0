#include "scripting/extension/functions.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "indicators/core/indicator.h"
#include "indicators/define.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/rolling_order.h"
#include "indicators/operators/select.h"

namespace taipan::scripting {
namespace {

bool is_number(const Term& term) { return std::holds_alternative<Value>(term); }
Series series(const Term& term) { return std::get<Series>(term); }

double number(const Term& term) {
  const auto& value = std::get<Value>(term);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}

template <auto f>
Term of_number(Terms a) {
  return Value(f(number(a[0])));
}

template <auto f>
Term of_numbers(Terms a) {
  return Value(f(number(a[0]), number(a[1])));
}

template <auto f>
Term map(Terms a) {
  return is_number(a[0]) ? Term(Value(f(number(a[0])))) : Term(f(series(a[0])));
}

// For two series, or one and a number on either side.
template <auto f>
Term pair(Terms a) {
  if (is_number(a[0])) return f(number(a[0]), series(a[1]));
  if (is_number(a[1])) return f(series(a[0]), number(a[1]));
  return f(series(a[0]), series(a[1]));
}

// The same, and for two numbers.
template <auto f>
Term map2(Terms a) {
  if (is_number(a[0]) && is_number(a[1])) return Value(f(number(a[0]), number(a[1])));
  return pair<f>(a);
}

std::size_t whole(const Term& term, const char* name, std::int64_t minimum) {
  const std::int64_t value = std::get<std::int64_t>(std::get<Value>(term));
  if (value >= minimum && value <= longest_window) return static_cast<std::size_t>(value);
  throw InvalidInput(std::string("Invalid ") + name + ": " + std::to_string(value),
                     std::string(name) + " must be at least " + std::to_string(minimum) +
                         " and at most " + std::to_string(longest_window));
}

template <auto f>
Term window(Terms a) {
  return f(series(a[0]), whole(a[1], "period", 1));
}

constexpr int highest_power = 16;

double raised(double x, double exponent) { return std::pow(x, exponent); }

// By multiplication: 1 / x^n for negative exponents.
Series raised(Series x, double exponent) {
  if (exponent == 0.5) return sqrt(x);
  const double size = std::fabs(exponent);
  if (size != std::floor(size) || size < 1 || size > highest_power) {
    throw InvalidInput("Invalid exponent: " + to_string(exponent),
                       "a series takes the exponents 0.5, 1 to 16 and -1 to -16");
  }
  Series power = x;
  for (int i = 1; i < static_cast<int>(size); ++i) power = power * x;
  return exponent < 0 ? 1.0 / power : power;
}

Term power(Terms a) {
  if (is_number(a[0])) return Value(raised(number(a[0]), number(a[1])));
  return raised(series(a[0]), number(a[1]));
}

Term lagged(Terms a) { return lag(series(a[0]), whole(a[1], "bars", 0)); }

Term named_average(Terms a) {
  const auto& kind = std::get<std::string>(std::get<Value>(a[1]));
  const std::vector<std::string> kinds = moving_average_names();
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) {
    return moving_average(kind, series(a[0]), whole(a[2], "period", 1));
  }
  throw InvalidInput("Unknown average: " + kind, rule_of({.name = "kind",
                                                          .kind = ParameterSpec::Kind::text,
                                                          .default_value = kind,
                                                          .choices = kinds}));
}

constexpr auto add = [](auto a, auto b) { return a + b; };
constexpr auto subtract = [](auto a, auto b) { return a - b; };
constexpr auto multiply = [](auto a, auto b) { return a * b; };
constexpr auto divided = [](auto a, auto b) { return a / b; };
constexpr auto floor_divided = [](double a, double b) { return std::floor(a / b); };
constexpr auto negative = [](auto a) { return -a; };
constexpr auto rounded = [](double a) { return std::nearbyint(a); };
constexpr auto truncated = [](double a) { return std::trunc(a); };

constexpr auto absolute = [](auto a) {
  using std::abs;
  return abs(a);
};
constexpr auto root = [](auto a) {
  using std::sqrt;
  return sqrt(a);
};
constexpr auto logarithm = [](auto a) {
  using std::log;
  return log(a);
};

// A comparison whose second argument may be a number.
template <auto f>
Term compare(Terms a) {
  return is_number(a[1]) ? f(series(a[0]), number(a[1])) : f(series(a[0]), series(a[1]));
}

double max(double a, double b) { return std::max(a, b); }
double min(double a, double b) { return std::min(a, b); }
Series max(double a, Series b) { return taipan::max(b, a); }
Series min(double a, Series b) { return taipan::min(b, a); }
constexpr auto larger = [](auto a, auto b) { return max(a, b); };
constexpr auto smaller = [](auto a, auto b) { return min(a, b); };

constexpr auto deviation = [](Series x, std::size_t period) {
  return rolling_standard_deviation(x, period).deviation;
};

Term selected(Terms a) {
  const auto choose = [&a](auto yes, auto no) { return where(series(a[0]), yes, no); };
  if (is_number(a[1]) && is_number(a[2])) return choose(number(a[1]), number(a[2]));
  if (is_number(a[1])) return choose(number(a[1]), series(a[2]));
  if (is_number(a[2])) return choose(series(a[1]), number(a[2]));
  return choose(series(a[1]), series(a[2]));
}

struct Named {
  std::string_view name;
  Function function;
};

#define TAIPAN_COMPARISON(NAME)                                 \
  Named {                                                       \
#NAME, compare < [](auto a, auto b) { return NAME(a, b); }> \
  }

constexpr std::array functions{
    TAIPAN_COMPARISON(crosses_above),
    TAIPAN_COMPARISON(crosses_below),
    TAIPAN_COMPARISON(equal),
    TAIPAN_COMPARISON(greater),
    TAIPAN_COMPARISON(greater_equal),
    TAIPAN_COMPARISON(less),
    TAIPAN_COMPARISON(less_equal),
    TAIPAN_COMPARISON(not_equal),
    Named{"abs", map<absolute>},
    Named{"add", map2<add>},
    Named{"and", [](Terms a) -> Term { return logical_and(series(a[0]), series(a[1])); }},
    Named{"average", named_average},
    Named{"cumulative", [](Terms a) -> Term { return cumulative_sum(series(a[0])); }},
    Named{"deviation", window<deviation>},
    Named{"divide", map2<divided>},
    Named{"floor_divide", of_numbers<floor_divided>},
    Named{"highest", window<rolling_max>},
    Named{"int", of_number<truncated>},
    Named{"lag", lagged},
    Named{"log", map<logarithm>},
    Named{"lowest", window<rolling_min>},
    Named{"max", map2<larger>},
    Named{"mean", window<rolling_mean>},
    Named{"median", window<rolling_median>},
    Named{"min", map2<smaller>},
    Named{"multiply", map2<multiply>},
    Named{"negative", map<negative>},
    Named{"not", [](Terms a) -> Term { return logical_not(series(a[0])); }},
    Named{"or", [](Terms a) -> Term { return logical_or(series(a[0]), series(a[1])); }},
    Named{"power", power},
    Named{"round", of_number<rounded>},
    Named{"sign", [](Terms a) -> Term { return sign(series(a[0])); }},
    Named{"sqrt", map<root>},
    Named{"subtract", map2<subtract>},
    Named{"sum", window<rolling_sum>},
    Named{"where", selected},
};

}  // namespace

Function find_function(std::string_view name) {
  const auto found = std::find_if(functions.begin(), functions.end(),
                                  [name](const Named& each) { return each.name == name; });
  return found == functions.end() ? nullptr : found->function;
}

}  // namespace taipan::scripting
