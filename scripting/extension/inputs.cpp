#include "scripting/extension/inputs.h"

#include <cassert>

#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

bool is_readable_in_place(PyObject* object) {
  if (!PyArray_Check(object)) return false;
  auto* array = reinterpret_cast<PyArrayObject*>(object);
  return PyArray_TYPE(array) == NPY_DOUBLE && PyArray_NDIM(array) == 1 &&
         PyArray_ISCARRAY_RO(array);
}

[[noreturn]] void reject(const Schema& schema, const InputSpec& input, PyObject* object) {
  PyErr_Clear();
  raise(PyExc_TypeError, schema.name + ": " + input.name +
                             " must be a one-dimensional array of numbers, got " +
                             describe(object));
}

bool holds_numbers(PyArrayObject* array) {
  const int type = PyArray_TYPE(array);
  // NumPy wraps whatever it does not know into an array of one object without dimensions.
  if (PyTypeNum_ISOBJECT(type) && PyArray_NDIM(array) == 0) return false;
  return PyTypeNum_ISBOOL(type) || PyTypeNum_ISINTEGER(type) || PyTypeNum_ISFLOAT(type) ||
         PyTypeNum_ISOBJECT(type);
}

void check_dimensions(const Schema& schema, const InputSpec& input, PyArrayObject* array) {
  const int dimensions = PyArray_NDIM(array);
  if (dimensions == 1) return;
  raise(PyExc_ValueError, schema.name + ": " + input.name + " must be one-dimensional, got " +
                              std::to_string(dimensions) + " dimensions");
}

Reference convert(const Schema& schema, const InputSpec& input, PyObject* object) {
  if (object == Py_None || PyUnicode_Check(object) || PyBytes_Check(object)) {
    reject(schema, input, object);
  }
  const Reference any(PyArray_FROM_O(object));
  if (!any) reject(schema, input, object);
  auto* array = reinterpret_cast<PyArrayObject*>(any.get());
  if (!holds_numbers(array)) reject(schema, input, object);
  check_dimensions(schema, input, array);
  // Forced, for wider floats and objects that are numbers are as welcome as float32.
  Reference doubles(
      PyArray_FROM_OTF(any.get(), NPY_DOUBLE, NPY_ARRAY_CARRAY_RO | NPY_ARRAY_FORCECAST));
  if (!doubles) reject(schema, input, object);
  return doubles;
}

}  // namespace

InputArrays::InputArrays(const Schema& schema, PyObject* const* objects)
    : count_(schema.inputs.size()) {
  assert(count_ <= most_inputs);
  for (std::size_t i = 0; i < count_; ++i) {
    PyObject* array = objects[i];
    if (!is_readable_in_place(array)) {
      converted_[i] = convert(schema, schema.inputs[i], array);
      array = converted_[i].get();
    }
    data_[i] = static_cast<const double*>(PyArray_DATA(reinterpret_cast<PyArrayObject*>(array)));
    lengths_[i] = static_cast<std::size_t>(PyArray_SIZE(reinterpret_cast<PyArrayObject*>(array)));
  }
}

}  // namespace taipan::scripting
