#include "indicators/operators/segmented_sum.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/operators/segmented_sum.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"
#include "indicators/operators/vector_scan-inl.h"

#ifndef TAIPAN_SEGMENTED_SUM_ONCE
#define TAIPAN_SEGMENTED_SUM_ONCE
namespace taipan {

inline double next_total(double total, double x, double restart) {
  if (restart != restart) return restart;
  return restart != 0.0 ? x : total + x;
}

}  // namespace taipan
#endif

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

// Vectors without a restart are summed by doubling; the others, of which there are few where totals
// are worth having, one by one.
double run_totals(const double* x, const double* restart, double* out, std::size_t n,
                  double total) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  while (i < n) {
    if (lanes == 1 || i + lanes > n ||
        !hn::AllTrue(d, hn::Eq(hn::LoadU(d, restart + i), hn::Zero(d)))) {
      const std::size_t end = i + lanes < n ? i + lanes : n;
      for (; i < end; ++i) out[i] = total = next_total(total, x[i], restart[i]);
      continue;
    }
    VectorScan scan;
    hn::StoreU(begin_sum(scan, total, hn::LoadU(d, x + i)), d, out + i);
    i += lanes;
    total = out[i - 1];
  }
  return total;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_totals);

class SegmentedSum final : public Operator {
 public:
  std::string key() const override { return "segmented_sum"; }
  std::unique_ptr<Operator> clone() const override { return std::make_unique<SegmentedSum>(); }
  void reset() override { total_ = 0.0; }
  void exchange(Archive& archive) override { archive(total_); }

  void block(const double* const* in, double* const* out, std::size_t n, Kernel kernel) override {
    total_ = TAIPAN_DISPATCH(run_totals, kernel)(in[0], in[1], out[0], n, total_);
  }

  void step(const double* const* in, double* const* out, std::size_t t) override {
    advance(in, out, t);
  }
  Settled settled() override { return threaded<&SegmentedSum::advance>; }

 private:
  void advance(const double* const* in, double* const* out, std::size_t t) {
    out[0][t] = total_ = next_total(total_, in[0][t], in[1][t]);
  }

  double total_ = 0.0;
};

}  // namespace

Series segmented_sum(Series x, Series restart) {
  return x.graph().apply(std::make_unique<SegmentedSum>(), {x, restart});
}

}  // namespace taipan
#endif  // HWY_ONCE
