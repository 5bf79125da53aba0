#include <algorithm>
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/extreme_position.h"
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

}  // namespace

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

}  // namespace taipan
