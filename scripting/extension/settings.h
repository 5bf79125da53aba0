// Settings of the whole process: how many threads a sweep may use.
#pragma once

#include <cstddef>

namespace taipan::scripting {

/// 0 means every core.
void set_sweep_threads(std::size_t threads);
std::size_t sweep_threads();

}  // namespace taipan::scripting
