// First-order recurrences y[t] = decay * y[t-1] + x[t] by vectors. A vector is its own local sum
// z[t] = x[t] + decay x[t-1] + ... over `lanes` values, built by doubling in log2(lanes) shifts,
// plus decay^lanes times the vector before: the only chain is one FMA a vector. Reassociates:
// agrees with the plain loop to a few units in the last place while |decay| <= 1.
#if defined(TAIPAN_VECTOR_SCAN_TOGGLE) == defined(HWY_TARGET_TOGGLE)
#ifdef TAIPAN_VECTOR_SCAN_TOGGLE
#undef TAIPAN_VECTOR_SCAN_TOGGLE
#else
#define TAIPAN_VECTOR_SCAN_TOGGLE
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;

// The vector `shift` values earlier: the end of `before`, then the beginning of `now`.
template <int shift>
HWY_INLINE V shifted(V before, V now) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_castsi512_pd(_mm512_alignr_epi64(_mm512_castpd_si512(now.raw),
                                                   _mm512_castpd_si512(before.raw), 8 - shift))};
#elif HWY_TARGET == HWY_AVX2
  const D d;
  const V middle = hn::ConcatLowerUpper(d, now, before);
  if constexpr (shift == 2) return middle;
  if constexpr (shift == 3) return hn::CombineShiftRightBytes<8>(d, middle, before);
  return hn::CombineShiftRightBytes<8>(d, now, middle);
#else
  (void)now;
  return before;
#endif
}

// The newest value in every lane.
HWY_INLINE V newest_of(V x) {
#if HWY_TARGET == HWY_AVX3
  return V{_mm512_permutexvar_pd(_mm512_set1_epi64(7), x.raw)};
#elif HWY_TARGET == HWY_AVX2
  return V{_mm256_permute4x64_pd(x.raw, 0xff)};
#else
  return x;
#endif
}

// An aggregate, since a constructor would be compiled without the target's instructions.
struct VectorScan {
  V decay[4];  // decay^1, ^2, ^4, ^8
  V x;         // the vector before, and its partial local sums over 2 and 4 values
  V two;
  V four;
  V y;  // the results of the `lanes` values before
};

// decay^1 .. decay^lanes: what is left of an earlier result.
HWY_INLINE V powers_of(double decay) {
  HWY_ALIGN double power[8];
  double last = 1.0;
  for (double& p : power) p = last *= decay;
  return hn::Load(D(), power);
}

// Begins after `carry`, the last result, with the vector x; returns the results of x.
HWY_INLINE V begin_scan(VectorScan& scan, double decay, double carry, V x) {
  const D d;
  double power = decay;
  for (V& p : scan.decay) {
    p = hn::Set(d, power);
    power *= power;
  }
  // Lanes of these that would need values before x are never shifted into a later vector.
  const V none = hn::Zero(d);
  scan.x = x;
  scan.two = hn::MulAdd(scan.decay[0], shifted<1>(none, x), x);
  scan.four = hn::MulAdd(scan.decay[1], shifted<2>(none, scan.two), scan.two);
#if HWY_TARGET == HWY_AVX3
  const V local = hn::MulAdd(scan.decay[2], shifted<4>(none, scan.four), scan.four);
#else
  const V local = scan.four;
#endif
  return scan.y = hn::MulAdd(powers_of(decay), hn::Set(d, carry), local);
}

// The same where decay is 1.
HWY_INLINE V begin_sum(VectorScan& scan, double carry, V x) {
  const D d;
  const V none = hn::Zero(d);
  for (V& p : scan.decay) p = hn::Set(d, 1.0);
  scan.x = x;
  scan.two = hn::Add(x, shifted<1>(none, x));
  scan.four = hn::Add(scan.two, shifted<2>(none, scan.two));
#if HWY_TARGET == HWY_AVX3
  const V local = hn::Add(scan.four, shifted<4>(none, scan.four));
#else
  const V local = scan.four;
#endif
  return scan.y = hn::Add(local, hn::Set(d, carry));
}

// The results of the next vector.
HWY_INLINE V next_scan(VectorScan& scan, V x) {
  const V two = hn::MulAdd(scan.decay[0], shifted<1>(scan.x, x), x);
  const V four = hn::MulAdd(scan.decay[1], shifted<2>(scan.two, two), two);
#if HWY_TARGET == HWY_AVX3
  const V eight = hn::MulAdd(scan.decay[2], shifted<4>(scan.four, four), four);
  scan.y = hn::MulAdd(scan.decay[3], scan.y, eight);
#else
  scan.y = hn::MulAdd(scan.decay[2], scan.y, four);
#endif
  scan.x = x;
  scan.two = two;
  scan.four = four;
  return scan.y;
}

// The same where decay is 1.
HWY_INLINE V next_sum(VectorScan& scan, V x) {
  const V two = hn::Add(x, shifted<1>(scan.x, x));
  const V four = hn::Add(two, shifted<2>(scan.two, two));
#if HWY_TARGET == HWY_AVX3
  scan.y = hn::Add(scan.y, hn::Add(four, shifted<4>(scan.four, four)));
#else
  scan.y = hn::Add(scan.y, four);
#endif
  scan.x = x;
  scan.two = two;
  scan.four = four;
  return scan.y;
}

// The last result.
HWY_INLINE double end_scan(const VectorScan& scan) {
  HWY_ALIGN double value[8];
  hn::Store(scan.y, D(), value);
  return value[hn::Lanes(D()) - 1];
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();
#endif
