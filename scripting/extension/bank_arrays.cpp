#include "scripting/extension/bank_arrays.h"

#include <functional>
#include <span>

#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

// "float64 of shape (3, 4)".
std::string describe_array(PyArrayObject* array) {
  const Reference type(PyObject_Str(reinterpret_cast<PyObject*>(PyArray_DESCR(array))));
  const Reference shape =
      checked(PyObject_GetAttrString(reinterpret_cast<PyObject*>(array), "shape"));
  const Reference text = checked(PyUnicode_FromFormat("%S of shape %S", type.get(), shape.get()));
  return PyUnicode_AsUTF8(text.get());
}

bool overlap(const double* a, const double* b, std::size_t count) {
  const std::less<> before;
  return before(a, b + count) && before(b, a + count);
}

double* writable_row(const Schema& schema, const std::string& name, std::size_t symbols,
                     PyObject* object) {
  if (!PyArray_Check(object)) {
    raise(PyExc_TypeError,
          schema.name + ": " + name + " must be an array, got " + describe(object));
  }
  auto* array = reinterpret_cast<PyArrayObject*>(object);
  const bool fits = PyArray_TYPE(array) == NPY_DOUBLE && PyArray_NDIM(array) == 1 &&
                    PyArray_ISCARRAY(array) &&
                    static_cast<std::size_t>(PyArray_SIZE(array)) == symbols;
  if (!fits) {
    const bool read_only = !PyArray_ISWRITEABLE(array);
    raise(PyExc_ValueError, schema.name + ": " + name +
                                " must be a writable contiguous array of float64 of shape (" +
                                std::to_string(symbols) + ",), got " +
                                (read_only ? "a read-only one, " : "") + describe_array(array));
  }
  return static_cast<double*>(PyArray_DATA(array));
}

void check_apart(const Schema& schema, const InputArrays& inputs, std::size_t symbols,
                 const Results& results) {
  const std::size_t count = schema.outputs.size();
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t i = 0; i < inputs.data().size(); ++i) {
      if (!overlap(inputs.data()[i], results.data[j], symbols)) continue;
      raise(PyExc_ValueError,
            schema.name + ": out must not share memory with " + schema.inputs[i].name);
    }
    for (std::size_t k = 0; k < j; ++k) {
      if (!overlap(results.data[k], results.data[j], symbols)) continue;
      raise(PyExc_ValueError, schema.name + ": the arrays of out must not share memory");
    }
  }
}

}  // namespace

void check_rows(const Schema& schema, const InputArrays& inputs, std::size_t symbols) {
  for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
    if (inputs.lengths()[i] == symbols) continue;
    raise(PyExc_ValueError, schema.name + ": " + schema.inputs[i].name +
                                " must have one value for each of " + std::to_string(symbols) +
                                " symbols, got shape (" + std::to_string(inputs.lengths()[i]) +
                                ",)");
  }
}

Results result_rows(const Schema& schema, const InputArrays& inputs, std::size_t symbols,
                    PyObject* out) {
  const std::size_t count = schema.outputs.size();
  if (out == nullptr || out == Py_None) return new_results(count, symbols);
  Results results;
  results.object = Reference(Py_NewRef(out));
  if (count == 1) {
    results.data[0] = writable_row(schema, "out", symbols, out);
  } else {
    if (!PyTuple_Check(out) || static_cast<std::size_t>(PyTuple_GET_SIZE(out)) != count) {
      raise(PyExc_TypeError, schema.name + ": out must be a tuple of " + std::to_string(count) +
                                 " arrays, got " + describe(out));
    }
    for (std::size_t j = 0; j < count; ++j) {
      results.data[j] = writable_row(schema, "out[" + std::to_string(j) + "]", symbols,
                                     PyTuple_GET_ITEM(out, static_cast<Py_ssize_t>(j)));
    }
  }
  check_apart(schema, inputs, symbols, results);
  return results;
}

}  // namespace taipan::scripting
