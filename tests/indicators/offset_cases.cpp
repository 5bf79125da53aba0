#include "indicators/define.h"
#include "indicators/operators/offset_from_mean.h"
#include "tests/indicators/case_list.h"

namespace taipan {
namespace {

// x less the mean of each window of y.
Line offsets(const Line& x, const Line& y, std::size_t period) {
  Line line = over_windows(y, period, [](const Line& w) { return has_nan(w) ? nan : mean_of(w); });
  for (std::size_t t = 0; t < line.size(); ++t) line[t] = x[t] - line[t];
  return line;
}

}  // namespace

void add_offsets(Cases& cases) {
  for (const std::size_t period : {1, 5, 20}) {
    const auto mean = [=](Series x) {
      return fir(x, Line(period, 1.0 / static_cast<double>(period)));
    };
    cases.add(
        "mean_offset_" + std::to_string(period),
        [=](const Inputs& in) {
          return Inputs{offset_from_mean(in[2], in[1], mean(in[1]), period),
                        above_mean(in[2], in[0], mean(in[0]), period)};
        },
        [=](const Lines& x) {
          Line above = offsets(x[2], x[0], period);
          for (std::size_t t = period - 1; t < above.size(); ++t) above[t] = above[t] > 0.0;
          return Lines{offsets(x[2], x[1], period), above};
        },
        AfterNan::as_defined);
  }
}

}  // namespace taipan
