#include "indicators/operators/extrapolation.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/extrapolation.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_extrapolated(const double* x, const double* earlier, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto two = hn::Set(d, 2.0);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(hn::MulSub(two, hn::LoadU(d, x + i), hn::LoadU(d, earlier + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = 2.0 * x[i] - earlier[i];
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_extrapolated);

class Extrapolation final : public Operator {
 public:
  explicit Extrapolation(std::size_t bars) : bars_(bars) {}

  std::string key() const override { return "extrapolated" + std::to_string(bars_); }
  std::unique_ptr<Operator> clone() const override {
    return std::make_unique<Extrapolation>(bars_);
  }
  void reset() override { seen_ = 0; }
  void exchange(Archive& archive) override { archive(seen_); }
  std::size_t lookback() const override { return bars_; }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    const double* x = in[0];
    const std::size_t i = std::min(n, bars_ - std::min(seen_, bars_));
    seen_ += n;
    std::copy_n(x, i, out[0]);
    TAIPAN_DISPATCH(run_extrapolated, kernel)(x + i, x + i - bars_, out[0] + i, n - i);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    const double* x = in[0] + t;
    out[0][t] = seen_++ < bars_ ? *x : 2.0 * *x - *(x - bars_);
  }
  Settled settled() override { return seen_ < bars_ ? nullptr : threaded<&Extrapolation::advance>; }

  BankStep bank() const override {
    return {0, [bars = bars_](const BankRow& row) {
              if (row.seen() < bars) return row.copy(row.in(0), row.out());
              row.map([](double x, double earlier) { return 2.0 * x - earlier; }, row.in(0),
                      row.in(0, bars));
            }};
  }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = 2.0 * in[0][t] - in[0][t - bars_];
  }

  std::size_t bars_;
  std::size_t seen_ = 0;
};

}  // namespace

Series extrapolated(Series x, std::size_t bars) {
  return x.graph().apply(std::make_unique<Extrapolation>(bars), {x});
}

}  // namespace taipan
#endif  // HWY_ONCE
