#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include "indicators/define.h"
#include "indicators/operators/accumulation.h"
#include "indicators/operators/distance.h"
#include "indicators/operators/session.h"
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
  cases.add(
      "accumulated_balance",
      [](const Inputs& in) { return Inputs{accumulated_balance(in[2], in[0])}; },
      [](const Lines& x) {
        Line balance = differences(x[2], 1);
        balance[0] = 0.0;
        for (std::size_t t = 1; t < balance.size(); ++t) {
          balance[t] = balance[t] > 0.0 ? x[0][t] : balance[t] < 0.0 ? -x[0][t] : 0.0 * balance[t];
        }
        return Lines{running_total(balance)};
      },
      AfterNan::poisons);
}

// Of x weighted by `weight`, over the rows since the one whose number is another than that before.
Line means_since_change(const Line& number, const Line& x, const Line& weight) {
  Line y;
  std::size_t begin = 0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (t > 0 && number[t] != number[t - 1]) begin = t;
    long double sum = 0.0;
    long double weights = 0.0;
    for (std::size_t i = begin; i <= t; ++i) {
      sum += static_cast<long double>(x[i]) * weight[i];
      weights += weight[i];
    }
    y.push_back(static_cast<double>(sum / weights));
  }
  return y;
}

void add_sessions(Cases& cases) {
  // Prices serve as times: of 1.5 ms, of 2 months.
  cases.add(
      "session_mean",
      [](const Inputs& in) {
        return Inputs{session_mean(in[0], in[2], in[1], {1.5, 0.0})};
      },
      [](const Lines& x) {
        Line number = x[0];
        for (double& time : number) time = std::floor(time / 1.5);
        return Lines{means_since_change(number, x[2], x[1])};
      },
      AfterNan::as_defined);
  constexpr double month = 2.63e9;
  cases.add(
      "session_mean_of_months",
      [](const Inputs& in) {
        return Inputs{session_mean(in[0] * month, in[2], in[1], {0.0, 2.0})};
      },
      [](const Lines& x) {
        Line number;
        for (const double high : x[0]) {
          const auto seconds = static_cast<std::time_t>(high * month / 1000.0);
          std::tm date{};
          gmtime_r(&seconds, &date);
          const int months = 12 * (date.tm_year - 70) + date.tm_mon;
          number.push_back(high == high ? months / 2 : nan);
        }
        return Lines{means_since_change(number, x[2], x[1])};
      },
      AfterNan::as_defined);
  cases.add(
      "distance_from_last",
      [](const Inputs& in) { return Inputs{distance_from_last(in[0], in[1])}; },
      [](const Lines& x) {
        Line y{0.0 * (x[0][0] + x[1][0])};
        for (std::size_t t = 1; t < x[0].size(); ++t) y.push_back(std::fabs(x[0][t] - x[1][t - 1]));
        return Lines{y};
      },
      AfterNan::as_defined);
}

}  // namespace

void add_bars(Cases& cases) {
  add_sessions(cases);
  add_delays(cases);
  add_flows(cases);
}

}  // namespace taipan
