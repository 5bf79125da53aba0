// Views on a series: NumPy arrays and buffers, read-only, of the length known when they are made.
#pragma once

#include "scripting/strategy/series_type.h"

namespace taipan::scripting {

/// New arrays that keep `owner` alive; nullptr with the error set when that fails.
PyObject* whole_view(PyObject* owner, const SeriesObject& series);
PyObject* slice_view(PyObject* owner, const SeriesObject& series, PyObject* slice);

/// Python's buffer protocol.
int get_buffer(PyObject* owner, const SeriesObject& series, Py_buffer* buffer, int flags);
void release_buffer(PyObject* owner, Py_buffer* buffer);

}  // namespace taipan::scripting
