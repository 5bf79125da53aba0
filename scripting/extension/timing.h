// The same work without Python, for the benchmark of what the binding adds.
#pragma once

#include "scripting/extension/python.h"

namespace taipan::scripting {

extern const char native_seconds_doc[];

/// _native_seconds(name, inputs, parameters, repeats): the shortest of `repeats` runs.
PyObject* native_seconds(PyObject* self, PyObject* arguments);

}  // namespace taipan::scripting
