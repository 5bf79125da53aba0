#include <algorithm>
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/rolling_covariance.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

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

double covariance_of(const Line& a, const Line& b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  long double sum = 0.0L;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return static_cast<double>(sum / static_cast<long double>(a.size()));
}

// f of every full window of both; NaN where either holds one.
template <class F>
Line over_pairs(const Line& a, const Line& b, std::size_t period, F f) {
  Line y(a.size(), nan);
  for (std::size_t t = period - 1; t < y.size(); ++t) {
    const auto begin = static_cast<std::ptrdiff_t>(t + 1 - period);
    const auto end = static_cast<std::ptrdiff_t>(t + 1);
    const Line window_a(a.begin() + begin, a.begin() + end);
    const Line window_b(b.begin() + begin, b.begin() + end);
    y[t] = has_nan(window_a) || has_nan(window_b) ? nan : f(window_a, window_b);
  }
  return y;
}

}  // namespace

void add_correlations(Cases& cases) {
  for (const std::size_t period : {1, 4, 9, 64, 257}) {
    const AfterNan after_nan = period <= 8 ? AfterNan::as_defined : AfterNan::poisons;
    cases.add(
        "correlation_" + std::to_string(period),
        [=](const Inputs& in) { return Inputs{rolling_correlation(in[0], in[1], period)}; },
        [=](const Lines& x) { return Lines{over_pairs(x[0], x[1], period, correlation_of)}; },
        AfterNan::as_defined);
    cases.add(
        "covariance_" + std::to_string(period),
        [=](const Inputs& in) { return Inputs{rolling_covariance(in[0], in[1], period)}; },
        [=](const Lines& x) { return Lines{over_pairs(x[0], x[1], period, covariance_of)}; },
        after_nan);
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

}  // namespace taipan
