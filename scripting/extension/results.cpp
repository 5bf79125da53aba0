#include "scripting/extension/results.h"

#include <cassert>
#include <limits>
#include <new>

#include "indicators/core/buffer_pool.h"
#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

constexpr char capsule_name[] = "taipan.buffer";

void return_to_pool(PyObject* capsule) {
  const auto bytes = reinterpret_cast<std::size_t>(PyCapsule_GetContext(capsule));
  give_back_buffer(PyCapsule_GetPointer(capsule, capsule_name), bytes);
}

Reference capsule_of(void* memory, std::size_t bytes) {
  PyObject* capsule = PyCapsule_New(memory, capsule_name, return_to_pool);
  if (capsule == nullptr) {
    give_back_buffer(memory, bytes);
    throw PythonError{};
  }
  // The size travels in the context, which is any pointer the owner likes.
  PyCapsule_SetContext(capsule, reinterpret_cast<void*>(bytes));
  return Reference(capsule);
}

ResultArray owned_by_numpy(int dimensions, npy_intp* shape) {
  Reference array = checked(PyArray_EMPTY(dimensions, shape, NPY_DOUBLE, 0));
  void* data = PyArray_DATA(reinterpret_cast<PyArrayObject*>(array.get()));
  return {std::move(array), static_cast<double*>(data)};
}

ResultArray owned_by_pool(int dimensions, npy_intp* shape, std::size_t bytes) {
  void* memory = take_buffer(bytes);
  Reference capsule = capsule_of(memory, bytes);
  Reference array = checked(PyArray_New(&PyArray_Type, dimensions, shape, NPY_DOUBLE, nullptr,
                                        memory, 0, NPY_ARRAY_CARRAY, nullptr));
  auto* view = reinterpret_cast<PyArrayObject*>(array.get());
  if (PyArray_SetBaseObject(view, capsule.release()) < 0) throw PythonError{};
  return {std::move(array), static_cast<double*>(memory)};
}

ResultArray new_array(int dimensions, npy_intp* shape, std::size_t size) {
  const std::size_t bytes = size * sizeof(double);
  if (bytes < recycled_from) return owned_by_numpy(dimensions, shape);
  return owned_by_pool(dimensions, shape, bytes);
}

ResultArray new_vector(std::size_t size) {
  npy_intp shape[] = {static_cast<npy_intp>(size)};
  return new_array(1, shape, size);
}

}  // namespace

void set_item(PyObject* dict, const std::string& key, const Reference& value) {
  if (!value || PyDict_SetItemString(dict, key.c_str(), value.get()) < 0) throw PythonError{};
}

ResultArray new_matrix(std::size_t rows, std::size_t columns) {
  constexpr std::size_t most = std::numeric_limits<npy_intp>::max() / sizeof(double);
  if (columns != 0 && rows > most / columns) throw std::bad_alloc();
  npy_intp shape[] = {static_cast<npy_intp>(rows), static_cast<npy_intp>(columns)};
  return new_array(2, shape, rows * columns);
}

Results new_results(const Schema& schema, std::size_t size) {
  if (!schema.dict_result) return new_results(schema.outputs.size(), size);
  Results results;
  results.object = checked(PyDict_New());
  for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
    const ResultArray next = new_vector(size);
    results.data[i] = next.data;
    set_item(results.object.get(), schema.outputs[i].name, next.array);
  }
  return results;
}

Results new_results(std::size_t outputs, std::size_t size) {
  assert(outputs <= most_outputs);
  Results results;
  if (outputs == 1) {
    ResultArray only = new_vector(size);
    results.object = std::move(only.array);
    results.data[0] = only.data;
    return results;
  }
  results.object = checked(PyTuple_New(static_cast<Py_ssize_t>(outputs)));
  for (std::size_t i = 0; i < outputs; ++i) {
    ResultArray next = new_vector(size);
    results.data[i] = next.data;
    PyTuple_SET_ITEM(results.object.get(), static_cast<Py_ssize_t>(i), next.array.release());
  }
  return results;
}

}  // namespace taipan::scripting
