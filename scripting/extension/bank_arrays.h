// The rows of a bank's update: inputs of one value a symbol, and where the results go.
#pragma once

#include <cstddef>

#include "scripting/extension/inputs.h"
#include "scripting/extension/results.h"

namespace taipan::scripting {

/// Throws a ValueError unless every input has one value a symbol.
void check_rows(const Schema& schema, const InputArrays& inputs, std::size_t symbols);

/// New arrays where `out` is nullptr or None; else the caller's: an array, or a tuple of as many as
/// there are outputs. Throws a TypeError for what is not that, and a ValueError for an array of
/// another shape or type and for one that overlaps with an input or another result.
Results result_rows(const Schema& schema, const InputArrays& inputs, std::size_t symbols,
                    PyObject* out);

}  // namespace taipan::scripting
