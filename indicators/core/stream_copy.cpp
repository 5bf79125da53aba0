#include "indicators/core/stream_copy.h"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "indicators/core/stream_copy.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "indicators/core/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void run_stream_copy(const double* from, double* to, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  while (i < n && reinterpret_cast<std::uintptr_t>(to + i) % (lanes * sizeof(double)) != 0) {
    to[i] = from[i];
    ++i;
  }
  for (; i + lanes <= n; i += lanes) hn::Stream(hn::LoadU(d, from + i), d, to + i);
  for (; i < n; ++i) to[i] = from[i];
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace taipan {
namespace {

HWY_EXPORT(run_stream_copy);

}  // namespace

void stream_copy(const double* from, double* to, std::size_t n, Kernel kernel) {
  TAIPAN_DISPATCH(run_stream_copy, kernel)(from, to, n);
}

}  // namespace taipan
#endif  // HWY_ONCE
