#include <algorithm>
#include <cmath>

#include "indicators/operators/arithmetic.h"
#include "indicators/operators/rolling_order.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

// In order, without NaNs.
Line sorted(Line values) {
  std::erase_if(values, [](double x) { return x != x; });
  std::sort(values.begin(), values.end());
  return values;
}

double linear(const Line& window, double percentage) {
  const Line values = sorted(window);
  if (values.empty()) return nan;
  const double place = percentage / 100.0 * static_cast<double>(values.size() - 1);
  const auto rank = static_cast<std::size_t>(place);
  const double higher = values[std::min(rank + 1, values.size() - 1)];
  return values[rank] + (place - std::floor(place)) * (higher - values[rank]);
}

double nearest(const Line& window, double percentage) {
  const Line values = sorted(window);
  if (values.empty()) return nan;
  const auto rank = std::lround(percentage / 100.0 * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1L) - 1)];
}

// Of all but the last.
double rank_of_last(Line window) {
  const double last = window.back();
  window.pop_back();
  const Line values = sorted(window);
  if (last != last || values.empty()) return nan;
  const auto lower =
      std::count_if(values.begin(), values.end(), [=](double x) { return x <= last; });
  return 100.0 * static_cast<double>(lower) / static_cast<double>(values.size());
}

// Many of them equal.
Line capped(Line x) {
  for (double& value : x) value = value > 100.0 ? 100.0 : value;
  return x;
}

}  // namespace

void add_orders(Cases& cases) {
  for (const std::size_t period : {1, 2, 3, 14, 64, 257}) {
    const std::string suffix = '_' + std::to_string(period);
    cases.add_line(
        "median" + suffix, [=](Series x) { return rolling_median(x, period); },
        [=](const Line& x) {
          return over_windows(x, period, [](const Line& w) { return linear(w, 50.0); });
        },
        AfterNan::as_defined);
    for (const int percentage : {0, 10, 75, 100}) {
      const std::string of = '_' + std::to_string(percentage) + suffix;
      cases.add_line(
          "percentile_linear" + of,
          [=](Series x) { return rolling_percentile(x, period, percentage, Percentile::linear); },
          [=](const Line& x) {
            return over_windows(x, period, [=](const Line& w) { return linear(w, percentage); });
          },
          AfterNan::as_defined);
      cases.add_line(
          "percentile_nearest" + of,
          [=](Series x) {
            return rolling_percentile(x, period, percentage, Percentile::nearest_rank);
          },
          [=](const Line& x) {
            return over_windows(x, period, [=](const Line& w) { return nearest(w, percentage); });
          },
          AfterNan::as_defined);
    }
    cases.add_line(
        "percentile_rank" + suffix, [=](Series x) { return percentile_rank(x, period); },
        [=](const Line& x) { return over_windows(x, period + 1, rank_of_last); },
        AfterNan::as_defined);
    cases.add_line(
        "percentile_rank_of_equals" + suffix,
        [=](Series x) { return percentile_rank(min(x, 100.0), period); },
        [=](const Line& x) { return over_windows(capped(x), period + 1, rank_of_last); },
        AfterNan::as_defined);
  }
}

}  // namespace taipan
