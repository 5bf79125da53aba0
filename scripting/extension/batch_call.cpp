#include "scripting/extension/calls.h"
#include "scripting/extension/entry.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/inputs.h"
#include "scripting/extension/parameters.h"
#include "scripting/extension/results.h"
#include "scripting/extension/series_lists.h"
#include "scripting/extension/settings.h"

namespace taipan::scripting {
namespace {

using Rows = std::vector<Parameters>;

template <class Number>
Reference number_column(const Rows& rows, std::size_t parameter, int type) {
  npy_intp shape[] = {static_cast<npy_intp>(rows.size())};
  Reference column = checked(PyArray_SimpleNew(1, shape, type));
  void* data = PyArray_DATA(reinterpret_cast<PyArrayObject*>(column.get()));
  auto* next = static_cast<Number*>(data);
  for (const Parameters& row : rows) *next++ = std::get<Number>(row[parameter]);
  return column;
}

Reference text_column(const Rows& rows, std::size_t parameter) {
  Reference column = checked(PyList_New(static_cast<Py_ssize_t>(rows.size())));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& text = std::get<std::string>(rows[i][parameter]);
    PyObject* item = PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
    if (item == nullptr) throw PythonError{};
    PyList_SET_ITEM(column.get(), static_cast<Py_ssize_t>(i), item);
  }
  return column;
}

Reference column_of(const ParameterSpec& spec, const Rows& rows, std::size_t parameter) {
  switch (spec.kind) {
    case ParameterSpec::Kind::real:
      return number_column<double>(rows, parameter, NPY_DOUBLE);
    case ParameterSpec::Kind::text:
      return text_column(rows, parameter);
    case ParameterSpec::Kind::period:
    case ParameterSpec::Kind::integer:
      break;
  }
  return number_column<std::int64_t>(rows, parameter, NPY_INT64);
}

Reference describe_rows(const Schema& schema, const Rows& rows, std::size_t columns) {
  Reference dict = checked(PyDict_New());
  for (std::size_t i = 0; i < schema.parameters.size(); ++i) {
    const ParameterSpec& spec = schema.parameters[i];
    set_item(dict.get(), spec.batch_key, column_of(spec, rows, i));
  }
  set_item(dict.get(), "rows", Reference(PyLong_FromSize_t(rows.size())));
  set_item(dict.get(), "cols", Reference(PyLong_FromSize_t(columns)));
  return dict;
}

struct Grid {
  Rows rows;
  std::size_t first;
};

Grid checked_grid(const Entry& entry, const std::vector<Axis>& axes, const InputArrays& inputs) {
  const WithoutGil released;
  Grid grid{expand_grid(entry.schema, axes), 0};
  grid.first = check_sweep(entry.definition, grid.rows, inputs.data(), inputs.lengths());
  return grid;
}

Reference compute(const Entry& entry, const Grid& grid, const InputArrays& inputs, Kernel kernel) {
  Reference dict = describe_rows(entry.schema, grid.rows, inputs.size());
  std::vector<double*> outputs;
  for (const OutputSpec& output : entry.schema.outputs) {
    ResultArray matrix = new_matrix(grid.rows.size(), inputs.size());
    outputs.push_back(matrix.data);
    set_item(dict.get(), output.batch_key, std::move(matrix.array));
  }
  const WithoutGil released;
  run_sweep(entry.definition, grid.rows, {inputs.data(), outputs, inputs.size(), grid.first},
            kernel, sweep_threads());
  return dict;
}

}  // namespace

PyObject* call_batch(PyObject* self, PyObject* const* values, Py_ssize_t count,
                     PyObject* keywords) {
  return guarded([&] {
    Entry& entry = entry_of_module(self);
    const Schema& schema = entry.schema;
    Arguments arguments;
    entry.batch.bind(values, count, keywords, arguments);
    PyObject* const* settings = arguments.data() + schema.inputs.size();
    const Kernel kernel = read_kernel(entry.batch_name, arguments[entry.batch.size() - 1]);
    if (schema.batch_of_series)
      return compute_over_series(entry, arguments.data(), kernel).release();
    const std::vector<Axis> axes = read_axes(schema, settings);
    const InputArrays inputs(schema, arguments.data());
    return compute(entry, checked_grid(entry, axes, inputs), inputs, kernel).release();
  });
}

}  // namespace taipan::scripting
