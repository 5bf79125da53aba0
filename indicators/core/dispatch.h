// Calls the variant of a Highway-exported function that a Kernel names.
#pragma once

#include <hwy/highway.h>

#include "indicators/core/kernel.h"

namespace taipan {

/// Where Highway's table of a function keeps the variant of a resolved kernel.
inline std::size_t dispatch_index(Kernel kernel) {
  switch (kernel) {
    case Kernel::avx512:
      return hwy::Num0BitsBelowLS1Bit_Nonzero64(HWY_CHOSEN_TARGET_SHIFT(HWY_AVX3));
    case Kernel::avx2:
      return hwy::Num0BitsBelowLS1Bit_Nonzero64(HWY_CHOSEN_TARGET_SHIFT(HWY_AVX2));
    default:
      return HWY_MAX_DYNAMIC_TARGETS + 1;
  }
}

}  // namespace taipan

#define TAIPAN_DISPATCH(FUNCTION, kernel) \
  (*HWY_DISPATCH_TABLE(FUNCTION)[::taipan::dispatch_index(kernel)])
