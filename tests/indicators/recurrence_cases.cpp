#include <algorithm>
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/segmented_sum.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

// From the mean of the first `seed` values.
Line smoothed(const Line& x, std::size_t seed, long double gain) {
  Line y(x.size(), nan);
  long double value = mean_of({x.begin(), x.begin() + static_cast<std::ptrdiff_t>(seed)});
  for (std::size_t t = seed - 1; t < x.size(); ++t) {
    if (t >= seed) value += gain * (x[t] - value);
    y[t] = static_cast<double>(value);
  }
  return y;
}

// The first `period` rows are means of what was finite; later ones smooth, or repeat for a gap.
Line smoothed_from_means(const Line& x, std::size_t period, long double gain) {
  Line y;
  long double value = 0.0L;
  long double sum = 0.0L;
  int count = 0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (std::isfinite(x[t])) {
      sum += x[t];
      value = t < period ? sum / ++count : value + gain * (x[t] - value);
    }
    y.push_back(static_cast<double>(value));
  }
  return y;
}

// Each stage by the plain loop in long double.
Line cascade(const Line& x, std::size_t stages, std::size_t delay, long double gain,
             bool from_zero) {
  std::vector<long double> value(x.begin(), x.end());
  for (std::size_t k = 0; k < stages; ++k) {
    const std::size_t begin = k * delay;
    long double y = from_zero ? 0.0L : value[begin];
    for (std::size_t t = begin; t < x.size(); ++t) value[t] = y += gain * (value[t] - y);
  }
  Line y(value.begin(), value.end());
  std::fill_n(y.begin(), (stages - 1) * delay, nan);
  return y;
}

Line filtered(const Line& x, const RecursiveFilter& filter) {
  std::vector<long double> y;
  for (std::size_t t = 0; t < x.size(); ++t) {
    const auto earlier = [t](const auto& line, std::size_t bars) -> long double {
      return t < bars ? 0.0L : static_cast<long double>(line[t - bars]);
    };
    long double sum = 0.0L;
    for (std::size_t k = 0; k < 4; ++k) sum += filter.a[k] * earlier(y, k + 1);
    for (std::size_t k = 0; k < 5; ++k) sum += filter.b[k] * earlier(x, k);
    y.push_back(t < filter.seeds ? static_cast<long double>(x[t]) : sum);
  }
  return {y.begin(), y.end()};
}

RecursiveFilter smoother(double period) {
  const double angle = 1.414 * 3.14159265358979323846 / period;
  const double a = std::exp(-angle);
  const double b = 2.0 * a * std::cos(angle);
  const double c = 0.5 * (1.0 + a * a - b);
  return {{b, -a * a}, {c, c, 0.0}, 2};
}

// Ehlers' super smoother of three poles.
RecursiveFilter smoother_of_three(double period) {
  const double pi = std::acos(-1.0);
  const double a = std::exp(-pi / period);
  const double b = 2.0 * a * std::cos(1.738 * pi / period);
  const double c = a * a;
  return {{b + c, -c - b * c, c * c, 0.0}, {1.0 - c * c - b + b * c}, 3};
}

// One of two poles after another.
RecursiveFilter smoother_of_four(double period) {
  const auto [a, b, seeds] = smoother(period);
  return {{2.0 * a[0], 2.0 * a[1] - a[0] * a[0], -2.0 * a[0] * a[1], -a[1] * a[1]},
          {b[0] * b[0], 2.0 * b[0] * b[1], b[1] * b[1], 0.0, 0.0},
          4};
}

double efficiency_of(const Line& window) {
  double way = 0.0;
  for (std::size_t i = 1; i < window.size(); ++i) way += std::fabs(window[i] - window[i - 1]);
  return std::fabs(window.back() - window.front()) / way;
}

// Sums that begin anew where `restarts` says so.
template <class Restarts>
Line segments(const Line& x, Restarts restarts) {
  Line y;
  double total = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) y.push_back(total = restarts(t) ? x[t] : total + x[t]);
  return y;
}

}  // namespace

void add_recurrences(Cases& cases) {
  for (const std::size_t period : {1, 2, 9, 50}) {
    const std::string suffix = '_' + std::to_string(period);
    const long double gain = 2.0L / static_cast<long double>(period + 1);
    cases.add_line(
        "ema" + suffix, [=](Series x) { return ema(x, period); },
        [=](const Line& x) { return smoothed(x, period, gain); }, AfterNan::poisons);
    cases.add_line(
        "ema_from_first" + suffix, [=](Series x) { return ema(x, period, Seed::first); },
        [=](const Line& x) { return smoothed(x, 1, gain); }, AfterNan::poisons);
    cases.add_line(
        "ema_from_means" + suffix, [=](Series x) { return ema(x, period, Seed::expanding_mean); },
        [=](const Line& x) { return smoothed_from_means(x, period, gain); }, AfterNan::as_defined);
  }
  for (const std::size_t period : {1, 2, 3, 5, 8, 9, 20, 64, 257}) {
    cases.add_line(
        "wilder_" + std::to_string(period), [=](Series x) { return wilder(x, period); },
        [=](const Line& x) { return smoothed(x, period, 1.0L / static_cast<long double>(period)); },
        AfterNan::poisons);
  }
  // Always, at every other bar, seldom and never.
  for (const int tenths : {0, 15, 35, 1'000}) {
    const double limit = 0.1 * tenths;
    cases.add(
        "segmented_sum_" + std::to_string(tenths),
        [=](const Inputs& in) {
          return Inputs{segmented_sum(in[2], greater(in[0] - in[1], limit))};
        },
        [=](const Lines& x) {
          return Lines{segments(x[2], [&](std::size_t t) { return x[0][t] - x[1][t] > limit; })};
        },
        AfterNan::as_defined);
  }
  cases.add_line("cumulative_sum", &cumulative_sum, &running_total, AfterNan::poisons);
}

void add_filters(Cases& cases) {
  for (const std::size_t stages : {1, 2, 3, 4, 5, 6}) {
    const std::string suffix = '_' + std::to_string(stages);
    std::vector<double> weights(stages, 0.0);
    weights.back() = 1.0;
    cases.add_line(
        "cascade_from_zero" + suffix,
        [=](Series x) {
          return exponential_cascade(x, {0.3, CascadeSeed::zero, 1, weights});
        },
        [=](const Line& x) { return cascade(x, stages, 0, 0.3, true); }, AfterNan::poisons);
    cases.add_line(
        "cascade_from_first" + suffix,
        [=](Series x) {
          return exponential_cascade(x, {0.02, CascadeSeed::first, 21, weights});
        },
        [=](const Line& x) { return cascade(x, stages, 20, 0.02, false); }, AfterNan::poisons);
  }
  for (const double period : {2.0, 14.0, 300.0, 10'000.0}) {
    const RecursiveFilter filter = smoother(period);
    cases.add_line(
        "recursive_filter_" + std::to_string(static_cast<int>(period)),
        [=](Series x) { return recursive_filter(x, filter); },
        [=](const Line& x) { return filtered(x, filter); }, AfterNan::poisons);
  }
  const auto add = [&](const std::string& name, const RecursiveFilter& filter) {
    cases.add_line(
        name, [=](Series x) { return recursive_filter(x, filter); },
        [=](const Line& x) { return filtered(x, filter); }, AfterNan::poisons);
  };
  for (const double period : {2.0, 5.0, 14.0, 60.0}) {
    const std::string suffix = '_' + std::to_string(static_cast<int>(period));
    add("recursive_filter_of_three" + suffix, smoother_of_three(period));
    add("recursive_filter_of_four" + suffix, smoother_of_four(period));
  }
  add("recursive_filter_of_five_inputs",
      {{0.5, -0.3, 0.2, -0.1}, {0.5, -0.25, 2.0, 1.5, -0.75}, 1});
  add("recursive_filter_that_explodes", {{1.0, 0.5, -0.4, -0.0995}, {1.0}, 1});
  cases.add_line(
      "recursive_filter_of_all_taps",
      [](Series x) {
        return recursive_filter(x, {{-0.4, 0.3}, {0.5, -0.25, 2.0}, 2});
      },
      [](const Line& x) {
        return filtered(x, {{-0.4, 0.3}, {0.5, -0.25, 2.0}, 2});
      },
      AfterNan::poisons);
  for (const std::size_t period : {1, 2, 30}) {
    const std::string suffix = '_' + std::to_string(period);
    cases.add_line(
        "efficiency_ratio" + suffix, [=](Series x) { return efficiency_ratio(x, period); },
        [=](const Line& x) { return over_windows(x, period + 1, efficiency_of); },
        AfterNan::poisons);
    cases.add_line(
        "extrapolated" + suffix, [=](Series x) { return extrapolated(x, period); },
        [=](const Line& x) {
          Line y = x;
          for (std::size_t t = period; t < x.size(); ++t) y[t] = 2.0 * x[t] - x[t - period];
          return y;
        },
        AfterNan::as_defined);
    cases.add(
        "weighted_mean" + suffix,
        [=](const Inputs& in) { return Inputs{rolling_weighted_mean(in[2], in[0], period)}; },
        [=](const Lines& x) {
          Line products;
          for (std::size_t t = 0; t < x[0].size(); ++t) products.push_back(x[0][t] * x[2][t]);
          Line y = over_windows(products, period, sum_of_all);
          const Line weights = over_windows(x[0], period, sum_of_all);
          for (std::size_t t = 0; t < y.size(); ++t) y[t] /= weights[t];
          return Lines{y};
        },
        AfterNan::poisons);
  }
  cases.add(
      "adaptive_average",
      [](const Inputs& in) { return Inputs{adaptive_average(in[2], 0.001 * in[0])}; },
      [](const Lines& x) {
        Line y;
        for (std::size_t t = 0; t < x[2].size(); ++t) {
          y.push_back(t == 0 ? x[2][0] : y.back() + 0.001 * x[0][t] * (x[2][t] - y.back()));
        }
        return Lines{y};
      },
      AfterNan::poisons);
}

}  // namespace taipan
