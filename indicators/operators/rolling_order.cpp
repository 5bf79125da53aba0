#include "indicators/operators/rolling_order.h"

#include <algorithm>
#include <array>
#include <boost/multi_index/identity.hpp>
#include <boost/multi_index/ranked_index.hpp>
#include <boost/multi_index_container.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace taipan {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

// NaNs stand behind all numbers.
struct Before {
  bool operator()(double a, double b) const { return a < b || (a == a && b != b); }
};

// The last `period` values in order. All of its memory is taken at the beginning: it is full of
// NaNs then, and each value takes the place of the oldest.
class OrderedWindow {
 public:
  explicit OrderedWindow(std::size_t period) {
    for (std::size_t i = 0; i < period; ++i) by_age_.push_back(ordered_.insert(undefined).first);
  }
  OrderedWindow(const OrderedWindow&) = delete;
  OrderedWindow& operator=(const OrderedWindow&) = delete;

  std::size_t period() const { return by_age_.size(); }

  // How many are no NaN.
  std::size_t count() const { return count_; }

  void push(double x) {
    put(oldest_, x);
    oldest_ = oldest_ + 1 == period() ? 0 : oldest_ + 1;
  }

  double at(std::size_t rank) const { return *ordered_.nth(rank); }

  std::size_t count_up_to(double x) const { return ordered_.upper_bound_rank(x); }

  void exchange(Archive& archive) {
    archive.bounded(oldest_, period() - 1);
    for (std::size_t i = 0; i < period(); ++i) {
      double x = *by_age_[i];
      archive(x);
      put(i, x);
    }
  }

  void clear() {
    for (std::size_t i = 0; i < period(); ++i) put(i, undefined);
    oldest_ = 0;
  }

 private:
  using Ordered = boost::multi_index_container<
      double, boost::multi_index::indexed_by<boost::multi_index::ranked_non_unique<
                  boost::multi_index::identity<double>, Before>>>;

  void put(std::size_t place, double x) {
    const double old = *by_age_[place];
    count_ += static_cast<std::size_t>(x == x);
    count_ -= static_cast<std::size_t>(old == old);
    ordered_.modify(by_age_[place], [x](double& value) { value = x; });
  }

  Ordered ordered_;
  std::vector<Ordered::iterator> by_age_;
  std::size_t oldest_ = 0;
  std::size_t count_ = 0;
};

class WindowInOrder : public Operator {
 public:
  explicit WindowInOrder(std::size_t period) : window_(period) {}

  void reset() override { window_.clear(); }
  void exchange(Archive& archive) override { window_.exchange(archive); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel) override {
    for (std::size_t i = 0; i < n; ++i) step(in, out, i);
  }

 protected:
  OrderedWindow window_;
};

class RollingPercentile final : public WindowInOrder {
 public:
  RollingPercentile(std::size_t period, double percentage, Percentile method)
      : WindowInOrder(period), percentage_(percentage), method_(method) {}

  std::string key() const override {
    return "percentile" + bytes_of(std::array{static_cast<double>(window_.period()), percentage_,
                                              static_cast<double>(method_)});
  }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<RollingPercentile>(window_.period(), percentage_, method_);
  }
  std::size_t warmup(std::size_t) const override { return window_.period() - 1; }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    window_.push(in[0][t]);
    out[0][t] = value();
  }

 private:
  double value() const {
    if (window_.count() == 0) return undefined;
    const double share = percentage_ / 100.0;
    const auto last = static_cast<double>(window_.count() - 1);
    if (method_ == Percentile::nearest_rank) {
      const double rank = std::round(share * static_cast<double>(window_.count())) - 1.0;
      return window_.at(static_cast<std::size_t>(std::clamp(rank, 0.0, last)));
    }
    const double place = share * last;
    const double rank = std::floor(place);
    const double low = window_.at(static_cast<std::size_t>(rank));
    if (place == rank) return low;
    const double high = window_.at(static_cast<std::size_t>(rank) + 1);
    // Between infinities, and between equal values, there is nothing to weigh.
    return high == low ? low : low + (place - rank) * (high - low);
  }

  double percentage_;
  Percentile method_;
};

class PercentileRank final : public WindowInOrder {
 public:
  using WindowInOrder::WindowInOrder;

  std::string key() const override { return "percentile_rank" + std::to_string(window_.period()); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<PercentileRank>(window_.period());
  }
  std::size_t warmup(std::size_t) const override { return window_.period(); }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double x = in[0][t];
    const auto count = static_cast<double>(window_.count());
    const bool is_defined = x == x && window_.count() > 0;
    out[0][t] =
        is_defined ? 100.0 * static_cast<double>(window_.count_up_to(x)) / count : undefined;
    window_.push(x);
  }
};

}  // namespace

Series rolling_percentile(Series x, std::size_t period, double percentage, Percentile method) {
  return x.graph().apply(std::make_unique<RollingPercentile>(period, percentage, method), {x});
}

Series rolling_median(Series x, std::size_t period) {
  return rolling_percentile(x, period, 50.0, Percentile::linear);
}

Series percentile_rank(Series x, std::size_t period) {
  return x.graph().apply(std::make_unique<PercentileRank>(period), {x});
}

}  // namespace taipan
