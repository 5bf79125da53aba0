#include "tests/indicators/operator_cases.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "indicators/define.h"
#include "indicators/operators/accumulation.h"
#include "indicators/operators/comparison.h"
#include "indicators/operators/extreme_position.h"

namespace taipan {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Inputs = std::vector<Series>;

bool has_nan(const Line& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return x != x; });
}

// f of every full window.
template <class F>
Line over_windows(const Line& x, std::size_t period, F f) {
  Line y(x.size(), nan);
  for (std::size_t t = period - 1; t < x.size(); ++t) {
    const auto end = x.begin() + static_cast<std::ptrdiff_t>(t + 1);
    y[t] = f(Line(end - static_cast<std::ptrdiff_t>(period), end));
  }
  return y;
}

double sum_of_all(const Line& values) {
  long double sum = 0.0L;
  for (double x : values) sum += x;
  return static_cast<double>(sum);
}

double mean_of(const Line& values) {
  return sum_of_all(values) / static_cast<double>(values.size());
}

double variance_of(const Line& values) {
  const long double mean = mean_of(values);
  long double sum = 0.0L;
  for (double x : values) sum += (x - mean) * (x - mean);
  return static_cast<double>(sum / static_cast<long double>(values.size()));
}

double median_of(Line values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

Line distances_to(Line values, double middle) {
  for (double& x : values) x = std::fabs(x - middle);
  return values;
}

// The least-squares line through the values, `bars` after the newest.
double line_at(const Line& values, double bars) {
  const auto count = static_cast<long double>(values.size());
  long double mean = 0.0L;
  for (double x : values) mean += x / count;
  long double across = 0.0L;
  long double spread = 0.0L;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const long double place = static_cast<long double>(i) - 0.5L * (count - 1.0L);
    across += place * (values[i] - mean);
    spread += place * place;
  }
  const long double slope = values.size() == 1 ? 0.0L : across / spread;
  return static_cast<double>(mean + slope * (bars + 0.5L * (count - 1.0L)));
}

double highest_of(const Line& values) {
  return has_nan(values) ? nan : *std::max_element(values.begin(), values.end());
}
double lowest_of(const Line& values) {
  return has_nan(values) ? nan : *std::min_element(values.begin(), values.end());
}

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

Line running_total(const Line& x) {
  Line y;
  long double sum = 0.0L;
  for (double value : x) y.push_back(static_cast<double>(sum += value));
  return y;
}

// x[t] - x[t - bars].
Line differences(const Line& x, std::size_t bars) {
  Line y(x.size(), nan);
  for (std::size_t t = bars; t < x.size(); ++t) y[t] = x[t] - x[t - bars];
  return y;
}

Line true_ranges(const Lines& x) {
  Line y;
  for (std::size_t t = 0; t < x[0].size(); ++t) {
    const double range = x[0][t] - x[1][t];
    if (t == 0) {
      y.push_back(range);
      continue;
    }
    const double before = x[2][t - 1];
    y.push_back(highest_of({range, std::fabs(x[0][t] - before), std::fabs(x[1][t] - before)}));
  }
  return y;
}

// How often the close rose, and by how much in all: a state of this test's own.
struct Rises {
  static constexpr std::size_t inputs = 1;
  static constexpr std::size_t outputs = 2;
  static constexpr std::size_t warmup = 1;
  double last = 0.0;
  double count = 0.0;
  double total = 0.0;

  std::array<double, 2> first(const std::array<double, 1>& row) {
    last = row[0];
    return {0.0, 0.0};
  }
  std::array<double, 2> next(const std::array<double, 1>& row) {
    const double rise = row[0] - last;
    count += select(rise > 0.0, 1.0, 0.0);
    total += select(rise > 0.0, rise, 0.0);
    last = row[0];
    return {count, total};
  }
};

Lines rises(const Line& x) {
  Line count(x.size(), nan);
  Line total(x.size(), nan);
  const Line change = differences(x, 1);
  for (std::size_t t = 1; t < x.size(); ++t) {
    count[t] = (t > 1 ? count[t - 1] : 0.0) + (change[t] > 0.0 ? 1.0 : 0.0);
    total[t] = (t > 1 ? total[t - 1] : 0.0) + (change[t] > 0.0 ? change[t] : 0.0);
  }
  return {count, total};
}

class Cases {
 public:
  // One output, of high and low at the same row.
  void add_map(const char* name, std::function<Series(Series, Series)> build,
               std::function<double(double, double)> define) {
    add(
        name, [build](const Inputs& in) { return Inputs{build(in[0], in[1])}; },
        [define](const Lines& x) {
          Line y;
          for (std::size_t t = 0; t < x[0].size(); ++t) y.push_back(define(x[0][t], x[1][t]));
          return Lines{y};
        },
        AfterNan::as_defined);
  }

  // One output, of the close.
  void add_line(const std::string& name, std::function<Series(Series)> build,
                std::function<Line(const Line&)> define, AfterNan after_nan) {
    add(
        name, [build](const Inputs& in) { return Inputs{build(in[2])}; },
        [define](const Lines& x) { return Lines{define(x[2])}; }, after_nan);
  }

  // One output, of each window of the close.
  void add_window(const char* name, std::size_t period, Series (*build)(Series, std::size_t),
                  double (*define)(const Line&), AfterNan after_nan) {
    add_line(
        name + ('_' + std::to_string(period)), [=](Series x) { return build(x, period); },
        [=](const Line& x) { return over_windows(x, period, define); }, after_nan);
  }

  void add(std::string name, std::function<Inputs(const Inputs&)> build,
           std::function<Lines(const Lines&)> define, AfterNan after_nan) {
    list_.push_back({std::move(name), std::move(build), std::move(define), after_nan});
  }

  std::vector<OperatorCase> take() { return std::move(list_); }

 private:
  std::vector<OperatorCase> list_;
};

void add_maps(Cases& cases) {
  using S = Series;
  const auto any_nan = [](double a, double b) { return a != a || b != b; };
  cases.add_map(
      "add", [](S a, S b) { return a + b; }, std::plus<>());
  cases.add_map(
      "subtract", [](S a, S b) { return a - b; }, std::minus<>());
  cases.add_map(
      "multiply", [](S a, S b) { return a * b; }, std::multiplies<>());
  cases.add_map(
      "divide", [](S a, S b) { return a / b; }, std::divides<>());
  cases.add_map(
      "constants_right", [](S a, S) { return ((a + 4.0) * 3.0 - 2.0) / 8.0; },
      [](double a, double) { return ((a + 4.0) * 3.0 - 2.0) / 8.0; });
  cases.add_map(
      "constants_left", [](S a, S) { return 5.0 / (1.0 - (3.0 * (2.0 + a))); },
      [](double a, double) { return 5.0 / (1.0 - 3.0 * (2.0 + a)); });
  cases.add_map(
      "negative", [](S a, S) { return -a; }, [](double a, double) { return -a; });
  cases.add_map(
      "abs", [](S a, S) { return abs(a - 100.0); },
      [](double a, double) { return std::fabs(a - 100.0); });
  cases.add_map(
      "sqrt", [](S a, S) { return sqrt(a); }, [](double a, double) { return std::sqrt(a); });
  cases.add_map(
      "log", [](S a, S) { return log(a - 99.0); },
      [](double a, double) { return std::log(a - 99.0); });
  cases.add_map(
      "atan", [](S a, S) { return atan(a - 100.0); },
      [](double a, double) { return std::atan(a - 100.0); });
  cases.add_map(
      "sign", [](S a, S b) { return sign(max(a, 100.0) - max(b, 100.0)); },
      [any_nan](double a, double b) {
        if (any_nan(a, b)) return nan;
        return std::max(a, 100.0) > std::max(b, 100.0) ? 1.0 : 0.0;
      });
  cases.add_map(
      "sign_below", [](S a, S) { return sign(100.0 - a); },
      [](double a, double) { return a > 100.0   ? -1.0
                                    : a < 100.0 ? 1.0
                                                : a - a; });
  for (const bool swapped : {false, true}) {
    cases.add_map(
        swapped ? "max_swapped" : "max",
        [swapped](S a, S b) { return swapped ? max(b, a * 0.99) : max(a * 0.99, b); },
        [any_nan](double a, double b) { return any_nan(a, b) ? nan : std::max(a * 0.99, b); });
    cases.add_map(
        swapped ? "min_swapped" : "min",
        [swapped](S a, S b) { return swapped ? min(b, a * 0.99) : min(a * 0.99, b); },
        [any_nan](double a, double b) { return any_nan(a, b) ? nan : std::min(a * 0.99, b); });
  }
  cases.add_map(
      "min_constant", [](S a, S) { return min(a, 100.0); },
      [](double a, double) { return a != a ? nan : std::min(a, 100.0); });
  cases.add_map(
      "divide_otherwise", [](S a, S b) { return divide(a, max(b, 100.0) - 100.0, 0.5); },
      [](double a, double b) {
        if (b != b) return nan;
        return b <= 100.0 ? 0.5 : a / (b - 100.0);
      });
}

void add_windows(Cases& cases) {
  for (const std::size_t period : {1, 2, 3, 5, 8, 9, 20, 64, 257}) {
    cases.add_window("sum", period, &rolling_sum, &sum_of_all, AfterNan::poisons);
    cases.add_window("mean", period, &rolling_mean, &mean_of, AfterNan::poisons);
    cases.add_window("highest", period, &rolling_max, &highest_of, AfterNan::as_defined);
    cases.add_window("lowest", period, &rolling_min, &lowest_of, AfterNan::as_defined);
    cases.add(
        "moments_" + std::to_string(period),
        [=](const Inputs& in) {
          const auto [mean, variance] = rolling_moments(in[2], period);
          return Inputs{mean, variance};
        },
        [=](const Lines& x) {
          return Lines{over_windows(x[2], period, &mean_of),
                       over_windows(x[2], period, &variance_of)};
        },
        period <= 8 ? AfterNan::as_defined : AfterNan::poisons);
    cases.add_line(
        "wilder_" + std::to_string(period), [=](Series x) { return wilder(x, period); },
        [=](const Line& x) { return smoothed(x, period, 1.0L / static_cast<long double>(period)); },
        AfterNan::poisons);
    Line weights;
    for (std::size_t i = 0; i < period; ++i) {
      weights.push_back(std::cos(static_cast<double>(i)) + 0.1);
    }
    cases.add_line(
        "fir_" + std::to_string(period), [=](Series x) { return fir(x, weights); },
        [=](const Line& x) {
          return over_windows(x, period, [&](const Line& window) {
            long double sum = 0.0L;
            for (std::size_t i = 0; i < period; ++i) sum += weights[i] * window[i];
            return static_cast<double>(sum);
          });
        },
        AfterNan::as_defined);
  }
  for (const std::size_t period : {1, 2, 7, 20}) {
    cases.add_line(
        "mean_deviation_" + std::to_string(period),
        [=](Series x) { return rolling_deviation(x, period, Deviation::mean_absolute); },
        [=](const Line& x) {
          return over_windows(x, period,
                              [](const Line& w) { return mean_of(distances_to(w, mean_of(w))); });
        },
        AfterNan::as_defined);
    cases.add_line(
        "median_deviation_" + std::to_string(period),
        [=](Series x) { return rolling_deviation(x, period, Deviation::median_absolute); },
        [=](const Line& x) {
          return over_windows(x, period, [](const Line& w) {
            return has_nan(w) ? nan : median_of(distances_to(w, median_of(w)));
          });
        },
        AfterNan::as_defined);
  }
}

// Pearson's, or 0 where one of the two is level.
double correlation_of(const Line& a, const Line& b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  long double aa = 0.0L;
  long double bb = 0.0L;
  long double ab = 0.0L;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
    ab += (a[i] - mean_a) * (b[i] - mean_b);
  }
  if (aa <= 0.0L || bb <= 0.0L) return 0.0;
  return static_cast<double>(ab / std::sqrt(aa * bb));
}

void add_correlations(Cases& cases) {
  for (const std::size_t period : {1, 4, 9, 64, 257}) {
    cases.add(
        "correlation_" + std::to_string(period),
        [=](const Inputs& in) { return Inputs{rolling_correlation(in[0], in[1], period)}; },
        [=](const Lines& x) {
          Line y(x[0].size(), nan);
          for (std::size_t t = period - 1; t < y.size(); ++t) {
            const auto begin = static_cast<std::ptrdiff_t>(t + 1 - period);
            const auto end = static_cast<std::ptrdiff_t>(t + 1);
            const Line a(x[0].begin() + begin, x[0].begin() + end);
            const Line b(x[1].begin() + begin, x[1].begin() + end);
            y[t] = has_nan(a) || has_nan(b) ? nan : correlation_of(a, b);
          }
          return Lines{y};
        },
        period == 1 ? AfterNan::as_defined : AfterNan::poisons);
  }
}

void add_regressions(Cases& cases) {
  for (const std::size_t period : {1, 2, 3, 8, 14, 64, 257}) {
    const AfterNan after_nan = period == 1 ? AfterNan::as_defined : AfterNan::poisons;
    const std::string suffix = '_' + std::to_string(period);
    const auto add = [&](const char* name, double bars) {
      cases.add_line(
          name + suffix, [=](Series x) { return regression_value(x, period, bars); },
          [=](const Line& x) {
            return over_windows(x, period, [=](const Line& w) { return line_at(w, bars); });
          },
          after_nan);
    };
    add("line_begin", 1.0 - static_cast<double>(period));
    add("line_end", 0.0);
    add("line_forecast", 1.0);
    cases.add_line(
        "line_slope" + suffix, [=](Series x) { return regression_slope(x, period); },
        [=](const Line& x) {
          return over_windows(x, period,
                              [](const Line& w) { return line_at(w, 1.0) - line_at(w, 0.0); });
        },
        after_nan);
  }
}

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
  cases.add_line("cumulative_sum", &cumulative_sum, &running_total, AfterNan::poisons);
}

void add_delays(Cases& cases) {
  for (const std::size_t bars : {0, 1, 2, 9, 70}) {
    const std::string suffix = '_' + std::to_string(bars);
    cases.add_line(
        "lag" + suffix, [=](Series x) { return lag(x, bars); },
        [=](const Line& x) {
          Line y(bars, nan);
          y.insert(y.end(), x.begin(), x.end() - static_cast<std::ptrdiff_t>(bars));
          return y;
        },
        AfterNan::as_defined);
    cases.add_line(
        "difference" + suffix, [=](Series x) { return difference(x, bars); },
        [=](const Line& x) { return differences(x, bars); }, AfterNan::as_defined);
  }
  cases.add_line(
      "change", &change,
      [](const Line& x) {
        Line y = differences(x, 1);
        y[0] = 0.0;
        return y;
      },
      AfterNan::as_defined);
  cases.add(
      "moves",
      [](const Inputs& in) {
        const auto [up, down] = moves(in[2]);
        return Inputs{up, down};
      },
      [](const Lines& x) {
        Lines y(2, differences(x[2], 1));
        for (double& up : y[0]) up = up < 0.0 ? 0.0 : up;
        for (double& down : y[1]) down = down > 0.0 ? 0.0 : -down;
        return y;
      },
      AfterNan::as_defined);
  cases.add(
      "true_range", [](const Inputs& in) { return Inputs{true_range(in[0], in[1], in[2])}; },
      [](const Lines& x) { return Lines{true_ranges(x)}; }, AfterNan::as_defined);
  cases.add(
      "scan", [](const Inputs& in) { return scan("rises", Rises{}, {in[2]}); },
      [](const Lines& x) { return rises(x[2]); }, AfterNan::as_defined);
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
    long double sum = filter.a[0] * earlier(y, 1) + filter.a[1] * earlier(y, 2);
    for (std::size_t k = 0; k < 3; ++k) sum += filter.b[k] * earlier(x, k);
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

double efficiency_of(const Line& window) {
  double way = 0.0;
  for (std::size_t i = 1; i < window.size(); ++i) way += std::fabs(window[i] - window[i - 1]);
  return std::fabs(window.back() - window.front()) / way;
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

// Where the extremes are; of equal ones the first.
void add_positions(Cases& cases) {
  for (const std::size_t period : {1, 2, 7, 8, 9, 15, 48, 49, 64, 257}) {
    const std::string suffix = '_' + std::to_string(period);
    const auto place = [](const Line& window, auto extreme) {
      if (has_nan(window)) return nan;
      return 0.5 * static_cast<double>(extreme(window.begin(), window.end()) - window.begin());
    };
    cases.add_line(
        "highest_position" + suffix, [=](Series x) { return highest_position(x, period, 0.5); },
        [=](const Line& x) {
          return over_windows(x, period, [=](const Line& window) {
            return place(window, [](auto a, auto b) { return std::max_element(a, b); });
          });
        },
        AfterNan::as_defined);
    cases.add_line(
        "lowest_position" + suffix, [=](Series x) { return lowest_position(x, period, 0.5); },
        [=](const Line& x) {
          return over_windows(x, period, [=](const Line& window) {
            return place(window, [](auto a, auto b) { return std::min_element(a, b); });
          });
        },
        AfterNan::as_defined);
  }
}

void add_flows(Cases& cases) {
  cases.add_map(
      "above", [](Series a, Series b) { return above(a, b + 1.0); },
      [](double a, double b) { return a > b + 1.0 ? 1.0 : 0.0; });
  cases.add(
      "accumulated_flow",
      [](const Inputs& in) {
        return Inputs{accumulated_flow({in[0], in[1], in[2], in[0]})};
      },
      [](const Lines& x) {
        Line flow;
        for (std::size_t t = 0; t < x[0].size(); ++t) {
          const double side = (x[2][t] - x[1][t]) - (x[0][t] - x[2][t]);
          flow.push_back(x[0][t] * side / (x[0][t] - x[1][t]));
        }
        return Lines{running_total(flow)};
      },
      AfterNan::poisons);
}

}  // namespace

std::vector<OperatorCase> operator_cases() {
  Cases cases;
  add_maps(cases);
  add_windows(cases);
  add_regressions(cases);
  add_correlations(cases);
  add_recurrences(cases);
  add_delays(cases);
  add_filters(cases);
  add_positions(cases);
  add_flows(cases);
  return cases.take();
}

}  // namespace taipan
