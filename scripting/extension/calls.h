// The two functions behind every indicator's call: over one set of parameters and over a grid.
#pragma once

#include "scripting/extension/python.h"

namespace taipan::scripting {

/// `self` is an entry module (entry.h).
PyObject* call_single(PyObject* self, PyObject* const* values, Py_ssize_t count,
                      PyObject* keywords);
PyObject* call_batch(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keywords);

}  // namespace taipan::scripting
