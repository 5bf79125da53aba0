#include <algorithm>
#include <array>
#include <cmath>

#include "indicators/define.h"
#include "indicators/operators/accumulation.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

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

void add_flows(Cases& cases) {
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

void add_bars(Cases& cases) {
  add_delays(cases);
  add_flows(cases);
}

}  // namespace taipan
