#include "scripting/strategy/series_views.h"

#include <new>

namespace taipan::scripting {
namespace {

constexpr npy_intp item_size = sizeof(double);
static_assert(sizeof(engine::Timestamp) == item_size);

PyObject* make_view(PyObject* owner, const SeriesObject& series, npy_intp start, npy_intp count,
                    npy_intp step) {
  npy_intp shape[] = {count};
  npy_intp strides[] = {step * item_size};
  auto* first = const_cast<char*>(static_cast<const char*>(series.data)) + start * item_size;
  // Without NPY_ARRAY_WRITEABLE; and the owner's buffer is read-only, so NumPy refuses to set it.
  PyObject* view = PyArray_New(&PyArray_Type, 1, shape, series.is_time ? NPY_INT64 : NPY_DOUBLE,
                               strides, first, 0, NPY_ARRAY_ALIGNED, nullptr);
  if (view == nullptr) return nullptr;
  Py_INCREF(owner);
  if (PyArray_SetBaseObject(reinterpret_cast<PyArrayObject*>(view), owner) == 0) return view;
  Py_DECREF(view);
  return nullptr;
}

// Py_buffer points at its shape, and the series grows while the buffer must not.
struct Shape {
  Py_ssize_t count;
  Py_ssize_t stride;
};

}  // namespace

PyObject* whole_view(PyObject* owner, const SeriesObject& series) {
  return make_view(owner, series, 0, static_cast<npy_intp>(series.size()), 1);
}

PyObject* slice_view(PyObject* owner, const SeriesObject& series, PyObject* slice) {
  Py_ssize_t start, stop, step;
  if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return nullptr;
  const auto size = static_cast<Py_ssize_t>(series.size());
  const Py_ssize_t count = PySlice_AdjustIndices(size, &start, &stop, step);
  return make_view(owner, series, count == 0 ? 0 : start, count, step);
}

int get_buffer(PyObject* owner, const SeriesObject& series, Py_buffer* buffer, int flags) {
  buffer->obj = nullptr;
  if ((flags & PyBUF_WRITABLE) == PyBUF_WRITABLE) {
    PyErr_SetString(PyExc_BufferError, "a LiveSeries is read-only");
    return -1;
  }
  const auto count = static_cast<Py_ssize_t>(series.size());
  auto* shape = new (std::nothrow) Shape{count, item_size};
  if (shape == nullptr) {
    PyErr_NoMemory();
    return -1;
  }
  Py_INCREF(owner);
  buffer->obj = owner;
  buffer->buf = const_cast<void*>(series.data);
  buffer->len = count * item_size;
  buffer->readonly = 1;
  buffer->itemsize = item_size;
  buffer->format = nullptr;
  if ((flags & PyBUF_FORMAT) != 0) buffer->format = const_cast<char*>(series.is_time ? "q" : "d");
  buffer->ndim = 1;
  buffer->shape = (flags & PyBUF_ND) != 0 ? &shape->count : nullptr;
  buffer->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &shape->stride : nullptr;
  buffer->suboffsets = nullptr;
  buffer->internal = shape;
  return 0;
}

void release_buffer(PyObject*, Py_buffer* buffer) { delete static_cast<Shape*>(buffer->internal); }

}  // namespace taipan::scripting
