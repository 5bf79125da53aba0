#include "indicators/operators/rolling_deviation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace taipan {
namespace {

// Reorders the values.
double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

class RollingDeviation final : public Operator {
 public:
  RollingDeviation(std::size_t period, Deviation deviation)
      : deviation_(deviation), window_(period) {}

  std::string key() const override {
    return "deviation" + std::to_string(static_cast<int>(deviation_)) + "," +
           std::to_string(window_.size());
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingDeviation>(window_.size(), deviation_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t warmup(std::size_t) const override { return window_.size() - 1; }
  std::size_t lookback() const override { return window_.size() - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    for (std::size_t i = 0; i < n; ++i) step(in, out, i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    if (++seen_ < window_.size()) return;
    const double* end = in[0] + t + 1;
    std::copy(end - window_.size(), end, window_.begin());
    const bool finite = std::all_of(window_.begin(), window_.end(),
                                    [](double value) { return std::isfinite(value); });
    out[0][t] = finite ? deviation_of_window() : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  double deviation_of_window() {
    const bool by_mean = deviation_ == Deviation::mean_absolute;
    const double middle = by_mean ? mean(window_) : median(window_);
    for (double& value : window_) value = std::fabs(value - middle);
    return by_mean ? mean(window_) : median(window_);
  }

  Deviation deviation_;
  std::vector<double> window_;
  std::size_t seen_ = 0;
};

}  // namespace

Series rolling_deviation(Series x, std::size_t period, Deviation deviation) {
  return x.graph().apply(std::make_unique<RollingDeviation>(period, deviation), {x});
}

}  // namespace taipan
