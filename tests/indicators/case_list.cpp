#include "tests/indicators/case_list.h"

#include <algorithm>

namespace taipan {

bool has_nan(const Line& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return x != x; });
}

double sum_of_all(const Line& values) {
  long double sum = 0.0L;
  for (double x : values) sum += x;
  return static_cast<double>(sum);
}

double mean_of(const Line& values) {
  return sum_of_all(values) / static_cast<double>(values.size());
}

double highest_of(const Line& values) {
  return has_nan(values) ? nan : *std::max_element(values.begin(), values.end());
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

void Cases::add_map(const char* name, std::function<Series(Series, Series)> build,
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

void Cases::add_line(const std::string& name, std::function<Series(Series)> build,
                     std::function<Line(const Line&)> define, AfterNan after_nan) {
  add(
      name, [build](const Inputs& in) { return Inputs{build(in[2])}; },
      [define](const Lines& x) { return Lines{define(x[2])}; }, after_nan);
}

void Cases::add_window(const char* name, std::size_t period, Series (*build)(Series, std::size_t),
                       double (*define)(const Line&), AfterNan after_nan) {
  add_line(
      name + ('_' + std::to_string(period)), [=](Series x) { return build(x, period); },
      [=](const Line& x) { return over_windows(x, period, define); }, after_nan);
}

void Cases::add(std::string name, std::function<Inputs(const Inputs&)> build,
                std::function<Lines(const Lines&)> define, AfterNan after_nan) {
  list_.push_back({std::move(name), std::move(build), std::move(define), after_nan});
}

}  // namespace taipan
