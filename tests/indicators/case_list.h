// Every operator with its plain definition: what the families' lists are written with.
#pragma once

#include <limits>

#include "tests/indicators/operator_cases.h"

namespace taipan {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using Inputs = std::vector<Series>;

bool has_nan(const Line& values);

/// f of every full window.
template <class F>
Line over_windows(const Line& x, std::size_t period, F f) {
  Line y(x.size(), nan);
  for (std::size_t t = period - 1; t < x.size(); ++t) {
    const auto end = x.begin() + static_cast<std::ptrdiff_t>(t + 1);
    y[t] = f(Line(end - static_cast<std::ptrdiff_t>(period), end));
  }
  return y;
}

/// By sums in long double.
double sum_of_all(const Line& values);
double mean_of(const Line& values);

/// x[t] - x[t - bars].
Line differences(const Line& x, std::size_t bars);
Line running_total(const Line& x);

/// NaN if one of them is.
double highest_of(const Line& values);

class Cases {
 public:
  /// One output, of high and low at the same row.
  void add_map(const char* name, std::function<Series(Series, Series)> build,
               std::function<double(double, double)> define);

  /// One output, of the close.
  void add_line(const std::string& name, std::function<Series(Series)> build,
                std::function<Line(const Line&)> define, AfterNan after_nan);

  /// One output, of each window of the close.
  void add_window(const char* name, std::size_t period, Series (*build)(Series, std::size_t),
                  double (*define)(const Line&), AfterNan after_nan);

  void add(std::string name, std::function<Inputs(const Inputs&)> build,
           std::function<Lines(const Lines&)> define, AfterNan after_nan);

  std::vector<OperatorCase> take() { return std::move(list_); }

 private:
  std::vector<OperatorCase> list_;
};

void add_maps(Cases& cases);
void add_comparisons(Cases& cases);
void add_windows(Cases& cases);
void add_positions(Cases& cases);
void add_shapes(Cases& cases);
void add_variable_windows(Cases& cases);
void add_orders(Cases& cases);
void add_correlations(Cases& cases);
void add_regressions(Cases& cases);
void add_recurrences(Cases& cases);
void add_filters(Cases& cases);
void add_bars(Cases& cases);
void add_offsets(Cases& cases);

}  // namespace taipan
