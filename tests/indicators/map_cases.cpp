#include <algorithm>
#include <cmath>

#include "indicators/define.h"
#include "tests/indicators/case_list.h"

namespace taipan {

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

}  // namespace taipan
