// Result arrays: memory of the library's pool, shown to NumPy without a copy.
#pragma once

#include <array>
#include <cstddef>

#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// An array of doubles, not initialised, and where its values lie.
struct ResultArray {
  Reference array;
  double* data;
};

ResultArray new_matrix(std::size_t rows, std::size_t columns);

inline constexpr std::size_t most_outputs = 16;

/// What a single call returns: one array, or a tuple of several.
struct Results {
  Reference object;
  std::array<double*, most_outputs> data;
};

Results new_results(std::size_t outputs, std::size_t size);

}  // namespace taipan::scripting
