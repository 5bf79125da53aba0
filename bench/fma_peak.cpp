#include <benchmark/benchmark.h>

#include "bench/yardsticks.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/fma_peak.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace taipan::bench {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Two multipliers of four cycles want eight sums at work; twelve leave none of them idle.
double fmas(double count) {
  constexpr std::size_t sums = 12;
  const hn::ScalableTag<double> d;
  const auto lanes = static_cast<double>(hn::Lanes(d));
  hn::Vec<decltype(d)> sum[sums];
  for (auto& s : sum) s = hn::Zero(d);
  // Unknown to the compiler, so that nothing is folded.
  double value = 1e-9;
  benchmark::DoNotOptimize(value);
  const auto factor = hn::Set(d, value);
  double done = 0.0;
  for (; done < count; done += 8 * sums * lanes) {
    for (int turn = 0; turn < 8; ++turn) {
      for (auto& s : sum) s = hn::MulAdd(s, factor, factor);
    }
  }
  auto total = sum[0];
  for (std::size_t i = 1; i < sums; ++i) total = hn::Add(total, sum[i]);
  double result = hn::GetLane(total);
  benchmark::DoNotOptimize(result);
  return done;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan::bench {

HWY_EXPORT(fmas);

double run_fmas(double count) { return HWY_DYNAMIC_DISPATCH(fmas)(count); }

}  // namespace taipan::bench
#endif  // HWY_ONCE
