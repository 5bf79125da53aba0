// Scans inside a vector: y[j] = x[j] + decay * y[j-1] over the lanes of one vector, in log2(lanes)
// steps. Reassociates: agrees with the plain loop to a few units in the last place.
#if defined(TAIPAN_VECTOR_SCAN_TOGGLE) == defined(HWY_TARGET_TOGGLE)
#ifdef TAIPAN_VECTOR_SCAN_TOGGLE
#undef TAIPAN_VECTOR_SCAN_TOGGLE
#else
#define TAIPAN_VECTOR_SCAN_TOGGLE
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using Lookup = decltype(hn::SetTableIndices(D(), static_cast<const std::int64_t*>(nullptr)));

// An aggregate, since a constructor would be compiled without the target's instructions.
struct VectorScan {
  V weight[3];  // decay^shift, and 0 where nothing is shifted in
  Lookup from[3];
  Lookup last;
  V powers;  // decay^(j+1): what the value before the vector adds to each lane
  V all;     // decay^lanes in every lane
};

HWY_INLINE VectorScan make_vector_scan(double decay) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  HWY_ALIGN double power[8];
  HWY_ALIGN double weight[8];
  HWY_ALIGN std::int64_t from[8];
  double p = 1.0;
  for (std::size_t j = 0; j < lanes; ++j) power[j] = p *= decay;
  VectorScan scan;
  std::size_t shift = 1;
  double over_shift = decay;  // decay^shift
  for (int stage = 0; stage < 3; ++stage, shift *= 2, over_shift *= over_shift) {
    for (std::size_t j = 0; j < lanes; ++j) {
      const bool has_source = j >= shift;
      weight[j] = has_source ? over_shift : 0.0;
      from[j] = static_cast<std::int64_t>(has_source ? j - shift : j);
    }
    scan.weight[stage] = hn::Load(d, weight);
    scan.from[stage] = hn::SetTableIndices(d, from);
  }
  for (std::size_t j = 0; j < lanes; ++j) from[j] = static_cast<std::int64_t>(lanes - 1);
  scan.last = hn::SetTableIndices(d, from);
  scan.powers = hn::Load(d, power);
  scan.all = hn::Set(d, power[lanes - 1]);
  return scan;
}

// The scan of one vector that nothing precedes.
HWY_INLINE V scan_lanes(const VectorScan& scan, V x) {
  x = hn::MulAdd(scan.weight[0], hn::TableLookupLanes(x, scan.from[0]), x);
  if (hn::Lanes(D()) > 2) x = hn::MulAdd(scan.weight[1], hn::TableLookupLanes(x, scan.from[1]), x);
  if (hn::Lanes(D()) > 4) x = hn::MulAdd(scan.weight[2], hn::TableLookupLanes(x, scan.from[2]), x);
  return x;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();
#endif
