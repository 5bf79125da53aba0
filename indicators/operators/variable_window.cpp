#include "indicators/operators/variable_window.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "indicators/operators/running_window.h"

namespace taipan {
namespace {

// A sum is the difference of two running totals. They are taken anew after this many values, so
// that they stay near the size of a window's sum.
constexpr std::size_t totals_interval = 256;

// What of a total may have been cancelled before a window is summed by itself.
constexpr double most_cancelled = 1e5;

// Totals, and how many values were not finite, before each value of the last window and after.
// Blocks are steps: gathering totals at distances that vary is no faster by vectors.
class VariableWindow final : public Operator {
 public:
  VariableWindow(std::size_t longest, bool mean)
      : longest_(longest),
        mean_(mean),
        capacity_(longest + std::max(totals_interval, longest)),
        total_(capacity_ + 1),
        spoilt_(capacity_ + 1) {}

  std::string key() const override {
    return (mean_ ? "variable_mean" : "variable_sum") + std::to_string(longest_);
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<VariableWindow>(longest_, mean_);
  }
  void reset() override {
    count_ = 0;
    most_ = 0.0;
    total_[0] = 0.0;
    spoilt_[0] = 0;
  }
  void exchange(Archive& archive) override {
    archive.bounded(count_, capacity_);
    archive(total_, spoilt_, most_);
  }
  std::size_t warmup(std::size_t) const override { return longest_ - 1; }
  std::size_t lookback() const override { return longest_ - 1; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    for (std::size_t i = 0; i < n; ++i) out[0][i] = advance(in[0] + i, in[1][i]);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    go_on(in, out, t);
  }
  Settled settled() override { return threaded<&VariableWindow::go_on>; }

 private:
  void go_on(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = advance(in[0] + t, in[1][t]);
  }

  double advance(const double* x, double length) {
    if (count_ == capacity_) {
      count_ = 0;
      most_ = 0.0;
      for (std::size_t i = longest_ - 1; i > 0; --i) push(*(x - i));
    }
    push(*x);
    if (length != length) return length;
    // Before the first defined result there are fewer.
    const double most = static_cast<double>(std::min(longest_, count_));
    const auto size = static_cast<std::size_t>(std::clamp(length, 1.0, most));
    if (spoilt_[count_] != spoilt_[count_ - size]) return std::numeric_limits<double>::quiet_NaN();
    double sum = total_[count_] - total_[count_ - size];
    if (most_ > most_cancelled * std::fabs(sum)) sum = sum_of(x + 1 - size, size);
    return mean_ ? sum / static_cast<double>(size) : sum;
  }

  void push(double x) {
    const bool is_finite = std::isfinite(x);
    total_[count_ + 1] = total_[count_] + (is_finite ? x : 0.0);
    spoilt_[count_ + 1] = spoilt_[count_] + (is_finite ? 0 : 1);
    ++count_;
    most_ = std::max(most_, std::fabs(total_[count_]));
  }

  std::size_t longest_;
  bool mean_;
  std::size_t capacity_;
  std::size_t count_ = 0;      // of values since the totals were taken anew
  std::vector<double> total_;  // total_[k] of the first k of them
  std::vector<std::size_t> spoilt_;
  double most_ = 0.0;  // magnitude of a total
};

Series windowed(Series x, Series length, std::size_t longest, bool mean) {
  return x.graph().apply(std::make_unique<VariableWindow>(longest, mean), {x, length});
}

}  // namespace

Series variable_sum(Series x, Series length, std::size_t longest) {
  return windowed(x, length, longest, false);
}

Series variable_mean(Series x, Series length, std::size_t longest) {
  return windowed(x, length, longest, true);
}

}  // namespace taipan
