#include <algorithm>
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/extreme_position.h"
#include "indicators/operators/mean_residual.h"
#include "indicators/operators/rolling_shape.h"
#include "indicators/operators/variable_window.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

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

double lowest_of(const Line& values) {
  return has_nan(values) ? nan : *std::min_element(values.begin(), values.end());
}

// The mean of distances to the mean, to some power.
long double moment_of(const Line& values, int power) {
  long double mean = 0.0L;
  for (double x : values) mean += x / static_cast<long double>(values.size());
  long double sum = 0.0L;
  for (double x : values) sum += std::pow(x - mean, power);
  return sum / static_cast<long double>(values.size());
}

double skewness_of(const Line& values) {
  const long double variance = moment_of(values, 2);
  return static_cast<double>(moment_of(values, 3) / (variance * std::sqrt(variance)));
}

double kurtosis_of(const Line& values) {
  const long double variance = moment_of(values, 2);
  return static_cast<double>(moment_of(values, 4) / (variance * variance) - 3.0L);
}

// f of each window, as long as the whole part of `length` says; after the longest.
template <class F>
Line over_lengths(const Line& x, const Line& length, std::size_t longest, F f) {
  Line y(x.size(), nan);
  for (std::size_t t = longest - 1; t < x.size(); ++t) {
    if (length[t] != length[t]) continue;
    const double size = std::clamp(std::floor(length[t]), 1.0, static_cast<double>(longest));
    const auto end = x.begin() + static_cast<std::ptrdiff_t>(t + 1);
    y[t] = f(Line(end - static_cast<std::ptrdiff_t>(size), end));
  }
  return y;
}

// From 1 and less to `longest` and more.
Series length_of(Series low, std::size_t longest) {
  return static_cast<double>(longest) * (low - 99.0) / 2.0;
}
Line length_of(Line low, std::size_t longest) {
  for (double& x : low) x = static_cast<double>(longest) * (x - 99.0) / 2.0;
  return low;
}

}  // namespace

void add_windows(Cases& cases) {
  for (const std::size_t period : {1, 2, 3, 5, 8, 9, 20, 64, 257}) {
    const AfterNan of_sums = period == 1 ? AfterNan::as_defined : AfterNan::poisons;
    cases.add_window("sum", period, &rolling_sum, &sum_of_all, of_sums);
    cases.add_window("mean", period, &rolling_mean, &mean_of, of_sums);
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
    cases.add(
        "bands_" + std::to_string(period),
        [=](const Inputs& in) {
          const auto [upper, mean, lower] = deviation_bands(in[2], period, 2.0, 0.5);
          return Inputs{upper, mean, lower};
        },
        [=](const Lines& x) {
          Lines y(3, over_windows(x[2], period, &mean_of));
          const Line variance = over_windows(x[2], period, &variance_of);
          for (std::size_t t = 0; t < variance.size(); ++t) {
            y[0][t] += 2.0 * std::sqrt(variance[t]);
            y[2][t] -= 0.5 * std::sqrt(variance[t]);
          }
          return y;
        },
        period <= 8 ? AfterNan::as_defined : AfterNan::poisons);
    cases.add_line(
        "mean_residual_" + std::to_string(period),
        [=](Series x) { return mean_residual(x, period); },
        [=](const Line& x) {
          Line distance = over_windows(x, period, &mean_of);
          for (std::size_t t = 0; t < x.size(); ++t) distance[t] = std::fabs(x[t] - distance[t]);
          return over_windows(distance, period, &mean_of);
        },
        period <= 8 ? AfterNan::as_defined : AfterNan::poisons);
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
  cases.add_line(
      "weighted_average",
      [](Series x) {
        return weighted_average(x, 12, [](std::size_t tap, std::size_t taps) {
          return static_cast<double>(tap + taps);
        });
      },
      [](const Line& x) {
        return over_windows(x, 12, [](const Line& window) {
          long double sum = 0.0L;
          for (std::size_t i = 0; i < 12; ++i) sum += (12.0L + i) * window[i];
          return static_cast<double>(sum / (12.0L * 12.0L + 66.0L));
        });
      },
      AfterNan::as_defined);
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

void add_shapes(Cases& cases) {
  for (const std::size_t period : {3, 5, 8, 20, 64, 257}) {
    cases.add_window("skewness", period, &rolling_skewness, &skewness_of, AfterNan::as_defined);
    cases.add_window("kurtosis", period, &rolling_kurtosis, &kurtosis_of, AfterNan::as_defined);
  }
  // Every value of a level window is its mean.
  cases.add_line(
      "shape_of_levels", [](Series x) { return rolling_kurtosis(max(x, 100.0), 14); },
      [](const Line& x) {
        return over_windows(x, 14, [](Line window) {
          if (has_nan(window)) return nan;
          for (double& value : window) value = std::max(value, 100.0);
          return moment_of(window, 2) < 1e-16L ? nan : kurtosis_of(window);
        });
      },
      AfterNan::as_defined);
}

void add_variable_windows(Cases& cases) {
  for (const std::size_t longest : {1, 2, 9, 50, 300}) {
    const std::string suffix = '_' + std::to_string(longest);
    cases.add(
        "variable_sum" + suffix,
        [=](const Inputs& in) {
          return Inputs{variable_sum(in[2], length_of(in[1], longest), longest)};
        },
        [=](const Lines& x) {
          return Lines{over_lengths(x[2], length_of(x[1], longest), longest, sum_of_all)};
        },
        AfterNan::as_defined);
    cases.add(
        "variable_mean" + suffix,
        [=](const Inputs& in) { return Inputs{variable_mean(in[2], in[1] - 98.0, longest)}; },
        [=](const Lines& x) {
          Line length = x[1];
          for (double& value : length) value -= 98.0;
          return Lines{over_lengths(x[2], length, longest, mean_of)};
        },
        AfterNan::as_defined);
  }
}

}  // namespace taipan
