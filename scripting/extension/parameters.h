// Python objects to parameters, ranges and kernels. Wrong kinds raise TypeError here; whether a
// value obeys its rule is the library's to check.
#pragma once

#include <span>
#include <string>

#include "indicators/core/definition.h"
#include "indicators/core/kernel.h"
#include "indicators/core/sweep_executor.h"
#include "scripting/extension/python.h"

namespace taipan::scripting {

/// Where an object came from, for the error that names it.
struct Place {
  const std::string& function;
  const std::string argument;
};

std::int64_t read_integer(const Place& place, PyObject* object);

/// `objects` are in the schema's order; nullptr and None mean the default.
Parameters read_parameters(const Schema& schema, PyObject* const* objects);

/// A number is a range of one value; a text is passed plainly.
std::vector<Axis> read_axes(const Schema& schema, PyObject* const* objects);

/// Throws a ValueError for an unknown kernel and for one this processor cannot run.
Kernel read_kernel(const std::string& function, PyObject* object);

}  // namespace taipan::scripting
