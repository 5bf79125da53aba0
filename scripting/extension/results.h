// Result arrays: memory of the library's pool, shown to NumPy without a copy.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "indicators/core/definition.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// An array of doubles, not initialised, and where its values lie.
struct ResultArray {
  Reference array;
  double* data;
};

/// Throws PythonError, for a null value too.
void set_item(PyObject* dict, const std::string& key, const Reference& value);

ResultArray new_matrix(std::size_t rows, std::size_t columns);

inline constexpr std::size_t most_outputs = 16;

/// What a single call returns: one array, a tuple of several, or a dict where the schema says so.
struct Results {
  Reference object;
  std::array<double*, most_outputs> data;
};

Results new_results(const Schema& schema, std::size_t size);

/// Never a dict.
Results new_results(std::size_t outputs, std::size_t size);

}  // namespace taipan::scripting
