// Copying by the caches.
#pragma once

#include <cstddef>

#include "indicators/core/kernel.h"

namespace taipan {

/// Copies n values without reading what they overwrite, a cache line at a time where the kernel's
/// vectors are as wide. `hwy::FlushStream()` must follow the last copy.
void stream_copy(const double* from, double* to, std::size_t n, Kernel kernel);

}  // namespace taipan
