#include "scripting/strategy/indicator_lines.h"

#include "scripting/extension/define.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/parameters.h"
#include "scripting/strategy/series_type.h"

namespace taipan::scripting {
namespace {

// Times are no numbers to compute with, except where an input asks for them.
engine::LineSource read_field(const std::string& place, const InputSpec& input, PyObject* object) {
  const char* name = PyUnicode_AsUTF8(object);
  if (name == nullptr) throw PythonError{};
  const std::optional<Field> field = field_from_name(name);
  if (field && (*field != Field::time || input.field == Field::time)) return *field;
  raise(PyExc_ValueError, place + " = " + describe(object) +
                              " is no field of a bar: open, high, low, close and volume are");
}

engine::LineSource read_source(const Run& run, const std::string& place, const InputSpec& input,
                               PyObject* object) {
  if (PyUnicode_Check(object)) return read_field(place, input, object);
  const SeriesObject* series = as_series(object);
  const bool is_time = series != nullptr && series->is_time;
  if (is_time && input.field == Field::time && series->run.get() == &run) return Field::time;
  if (series == nullptr || is_time) {
    raise(PyExc_TypeError, place +
                               " must be a live series of prices or values, or the name of a bar's "
                               "field, got " +
                               describe(object));
  }
  if (series->run.get() == &run) return series->source;
  raise(PyExc_ValueError, place + " must be a series of this strategy's run, not of another");
}

void check_size(PyObject* tuple, std::size_t size, const char* what) {
  if (static_cast<std::size_t>(PyTuple_GET_SIZE(tuple)) == size) return;
  raise(PyExc_TypeError, std::string(what) + ": " + std::to_string(size) + " are needed");
}

}  // namespace

Reference add_lines(const std::shared_ptr<Run>& run, PyObject* arguments) {
  const char* name;
  PyObject *settings, *sources;
  if (!PyArg_ParseTuple(arguments, "sO!O!", &name, &PyTuple_Type, &settings, &PyTuple_Type,
                        &sources)) {
    throw PythonError{};
  }
  const Definition* definition = find_definition(name);
  if (definition == nullptr) raise(PyExc_ValueError, std::string("no indicator is named ") + name);
  const Schema& schema = schema_of(*definition);
  check_size(settings, count_of(schema, Call::stream), "parameters");
  check_size(sources, schema.inputs.size(), "sources");
  Parameters parameters = read_parameters(schema, Call::stream, PySequence_Fast_ITEMS(settings));
  std::vector<engine::LineSource> inputs;
  for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
    PyObject* source = PyTuple_GET_ITEM(sources, static_cast<Py_ssize_t>(i));
    const InputSpec& input = schema.inputs[i];
    inputs.push_back(read_source(*run, schema.name + ": " + input.name, input, source));
  }
  const auto lines = run->indicators->add(*definition, std::move(parameters), std::move(inputs));
  Reference result = checked(PyTuple_New(static_cast<Py_ssize_t>(lines.size())));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    PyTuple_SET_ITEM(result.get(), static_cast<Py_ssize_t>(i),
                     make_series(run, lines[i]).release());
  }
  return result;
}

}  // namespace taipan::scripting
