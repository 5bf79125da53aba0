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

/// How many parameters a call takes.
std::size_t count_of(const Schema& schema, Call call);

/// `objects` are those that the call takes, in the schema's order; nullptr and None mean the
/// default, which others have.
Parameters read_parameters(const Schema& schema, Call call, PyObject* const* objects);

/// `objects` are the arguments of a sweep that `range_arguments` names. A number is a range of one
/// value; a text is passed plainly.
std::vector<Axis> read_axes(const Schema& schema, PyObject* const* objects);

/// Throws a ValueError for an unknown kernel and for one this processor cannot run.
Kernel read_kernel(const std::string& function, PyObject* object);

}  // namespace taipan::scripting
