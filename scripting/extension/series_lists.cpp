#include "scripting/extension/series_lists.h"

#include <deque>

#include "indicators/core/sweep_executor.h"
#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/inputs.h"
#include "scripting/extension/results.h"
#include "scripting/extension/settings.h"

namespace taipan::scripting {
namespace {

// One tuple of arrays an input.
using Lists = std::vector<Reference>;

std::size_t size_of(const Reference& tuple) {
  return static_cast<std::size_t>(PyTuple_GET_SIZE(tuple.get()));
}

Reference read_list(const std::string& place, PyObject* object) {
  Reference list;
  if (!PyUnicode_Check(object)) list = Reference(PySequence_Tuple(object));
  if (list) return list;
  PyErr_Clear();
  raise(PyExc_TypeError, place + " must be a sequence of arrays, got " + describe(object));
}

Lists read_lists(const Entry& entry, PyObject* const* objects) {
  Lists lists;
  for (const std::string& name : batch_inputs(entry.schema)) {
    lists.push_back(read_list(entry.batch_name + ": " + name, *objects++));
  }
  for (const Reference& list : lists) {
    if (size_of(list) != size_of(lists.front())) {
      raise(PyExc_ValueError, "All input lists must have the same length");
    }
  }
  if (size_of(lists.front()) == 0) {
    raise(PyExc_ValueError, entry.batch_name + ": every list must hold at least one array");
  }
  return lists;
}

// Their addresses stay.
std::deque<InputArrays> read_series(const Entry& entry, const Lists& lists) {
  std::deque<InputArrays> series;
  for (std::size_t row = 0; row < size_of(lists.front()); ++row) {
    std::vector<PyObject*> objects;
    for (const Reference& list : lists) {
      objects.push_back(PyTuple_GET_ITEM(list.get(), static_cast<Py_ssize_t>(row)));
    }
    const InputArrays& inputs = series.emplace_back(entry.schema, objects.data());
    if (inputs.size() != series.front().size()) {
      raise(PyExc_ValueError, "Rows must have equal lengths across OHLCV arrays");
    }
  }
  return series;
}

// One matrix an output; returns where each series' rows go, a series after another.
std::vector<double*> add_matrices(PyObject* dict, const Schema& schema, std::size_t rows,
                                  std::size_t columns) {
  const std::size_t outputs = schema.outputs.size();
  std::vector<double*> places(rows * outputs);
  for (std::size_t j = 0; j < outputs; ++j) {
    const ResultArray matrix = new_matrix(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) places[i * outputs + j] = matrix.data + i * columns;
    set_item(dict, schema.outputs[j].batch_key, matrix.array);
  }
  return places;
}

}  // namespace

Reference compute_over_series(Entry& entry, PyObject* const* objects, Kernel kernel) {
  const Lists lists = read_lists(entry, objects);
  const std::deque<InputArrays> series = read_series(entry, lists);
  const auto indicator = compiled_indicator(entry, entry.schema.defaults());
  std::vector<std::size_t> first;
  for (const InputArrays& inputs : series) {
    first.push_back(check_call(entry.schema, indicator->parameters, indicator->needed,
                               inputs.data(), inputs.lengths()));
  }
  const std::size_t columns = series.front().size();
  Reference dict = checked(PyDict_New());
  set_item(dict.get(), "rows", Reference(PyLong_FromSize_t(series.size())));
  set_item(dict.get(), "cols", Reference(PyLong_FromSize_t(columns)));
  const auto places = add_matrices(dict.get(), entry.schema, series.size(), columns);
  const std::size_t outputs = entry.schema.outputs.size();
  std::vector<Arrays> arrays;
  for (std::size_t i = 0; i < series.size(); ++i) {
    arrays.push_back({series[i].data(), {places.data() + i * outputs, outputs}, columns, first[i]});
  }
  const WithoutGil released;
  run_series(*indicator, arrays, kernel, sweep_threads());
  return dict;
}

}  // namespace taipan::scripting
