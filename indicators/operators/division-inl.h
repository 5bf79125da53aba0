// Two divisions for the price of one: a/b and c/d by one reciprocal of b d. A vector division
// occupies its unit for about ten cycles, a multiplication for one. Good to 3 units in the last
// place, but not safe where a denominator is 0 or not finite, or their product could leave the
// range of normal numbers.
#if defined(TAIPAN_DIVISION_TOGGLE) == defined(HWY_TARGET_TOGGLE)
#ifdef TAIPAN_DIVISION_TOGGLE
#undef TAIPAN_DIVISION_TOGGLE
#else
#define TAIPAN_DIVISION_TOGGLE
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace taipan {
namespace HWY_NAMESPACE {

struct Fraction {
  hwy::HWY_NAMESPACE::Vec<hwy::HWY_NAMESPACE::ScalableTag<double>> above;
  hwy::HWY_NAMESPACE::Vec<hwy::HWY_NAMESPACE::ScalableTag<double>> below;
};

// Replaces both numerators by the quotients; returns false, with nothing done, where that is not
// safe in every lane.
HWY_INLINE bool divide_pair(Fraction& first, Fraction& second) {
  namespace hn = hwy::HWY_NAMESPACE;
  const hn::ScalableTag<double> d;
  const auto product = hn::Mul(first.below, second.below);
  const auto smaller = hn::Min(hn::Abs(first.below), hn::Abs(second.below));
  // A NaN fails the second comparison, whatever Min makes of it.
  const auto is_safe =
      hn::And(hn::Gt(smaller, hn::Set(d, 0x1p-500)), hn::Lt(hn::Abs(product), hn::Set(d, 0x1p500)));
  if (HWY_UNLIKELY(HWY_TARGET == HWY_SCALAR || !hn::AllTrue(d, is_safe))) return false;
  const auto reciprocal = hn::Div(hn::Set(d, 1.0), product);
  first.above = hn::Mul(first.above, hn::Mul(second.below, reciprocal));
  second.above = hn::Mul(second.above, hn::Mul(first.below, reciprocal));
  return true;
}

}  // namespace HWY_NAMESPACE
}  // namespace taipan
HWY_AFTER_NAMESPACE();
#endif
