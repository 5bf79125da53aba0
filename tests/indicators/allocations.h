// What this thread has asked of operator new, which the test program replaces.
#pragma once

#include <cstddef>

namespace taipan {

struct Allocations {
  std::size_t count;
  std::size_t bytes;
};

Allocations allocations_so_far();

}  // namespace taipan
