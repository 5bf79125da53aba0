#include "scripting/extension/stream_type.h"

#include <memory>

#include "indicators/core/stream_executor.h"
#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/inputs.h"
#include "scripting/extension/parameters.h"
#include "scripting/extension/results.h"
#include "scripting/extension/stream_state.h"

namespace taipan::scripting {
namespace {

struct StreamState {
  StreamState(const Entry& of, std::shared_ptr<const Indicator> made)
      : entry(of), indicator(std::move(made)), stream(indicator->plan) {}

  const Entry& entry;
  std::shared_ptr<const Indicator> indicator;
  Stream stream;
};

struct StreamObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      StreamState* state;
};

StreamState& state_of(PyObject* self) { return *reinterpret_cast<StreamObject*>(self)->state; }

Entry& entry_of_type(PyTypeObject* type) {
  PyObject* module = PyType_GetModuleByDef(type, &entry_module_definition);
  if (module == nullptr) throw PythonError{};
  return entry_of_module(module);
}

Reference make_stream(PyTypeObject* type, Entry& entry, const Parameters& parameters) {
  check_parameters(entry.schema, parameters);
  auto state = std::make_unique<StreamState>(entry, compiled_indicator(entry, parameters));
  Reference self = checked(type->tp_alloc(type, 0));
  reinterpret_cast<StreamObject*>(self.get())->state = state.release();
  return self;
}

PyObject* create(PyTypeObject* type, PyObject* values, PyObject* keywords) {
  return guarded([&] {
    Entry& entry = entry_of_type(type);
    Arguments arguments;
    entry.create.bind(values, keywords, arguments);
    const Parameters parameters = read_parameters(entry.schema, Call::stream, arguments.data());
    return make_stream(type, entry, parameters).release();
  });
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  delete reinterpret_cast<StreamObject*>(self)->state;
  type->tp_free(self);
  Py_DECREF(type);
}

// False with the error set when `object` is no number.
bool read_value(PyObject* object, double& value) {
  if (PyFloat_CheckExact(object)) {
    value = PyFloat_AS_DOUBLE(object);
    return true;
  }
  value = PyFloat_AsDouble(object);
  return value != -1.0 || !PyErr_Occurred();
}

PyObject* to_python(const double* outputs, std::size_t count) {
  if (count == 1) return PyFloat_FromDouble(outputs[0]);
  Reference tuple(PyTuple_New(static_cast<Py_ssize_t>(count)));
  for (std::size_t i = 0; tuple && i < count; ++i) {
    PyObject* value = PyFloat_FromDouble(outputs[i]);
    if (value == nullptr) return nullptr;
    PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), value);
  }
  return tuple.release();
}

PyObject* advance(StreamState& state, PyObject* const* objects) {
  const Schema& schema = state.entry.schema;
  double inputs[most_inputs];
  for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
    if (!read_value(objects[i], inputs[schema.row_order[i]])) return nullptr;
  }
  double outputs[most_outputs];
  if (!state.stream.update(inputs, outputs)) Py_RETURN_NONE;
  return to_python(outputs, schema.outputs.size());
}

PyObject* update(PyObject* self, PyObject* const* values, Py_ssize_t count, PyObject* keywords) {
  StreamState& state = state_of(self);
  const bool is_plain =
      keywords == nullptr && static_cast<std::size_t>(count) == state.entry.schema.inputs.size();
  if (is_plain) return advance(state, values);
  return guarded([&] {
    Arguments arguments;
    state.entry.update.bind(values, count, keywords, arguments);
    return advance(state, arguments.data());
  });
}

PyObject* reset(PyObject* self, PyObject*) {
  state_of(self).stream.reset();
  Py_RETURN_NONE;
}

PyObject* state_bytes(PyObject* self, PyObject*) {
  return guarded([&] {
    const StreamState& state = state_of(self);
    const std::string bytes = write_state(*state.indicator, state.stream.save());
    return PyBytes_FromStringAndSize(bytes.data(), static_cast<Py_ssize_t>(bytes.size()));
  });
}

PyObject* from_state(PyObject* self_type, PyObject* bytes) {
  Py_buffer view;
  if (PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) != 0) return nullptr;
  PyObject* made = guarded([&] {
    auto* type = reinterpret_cast<PyTypeObject*>(self_type);
    Entry& entry = entry_of_type(type);
    const SavedState saved = read_state(
        entry.schema, {static_cast<const char*>(view.buf), static_cast<std::size_t>(view.len)});
    Reference self = make_stream(type, entry, saved.parameters);
    state_of(self.get()).stream.restore(saved.state);
    return self.release();
  });
  PyBuffer_Release(&view);
  return made;
}

PyObject* warmup(PyObject* self, void*) {
  return PyLong_FromSize_t(state_of(self).indicator->plan.warmup());
}

PyObject* represent(PyObject* self) {
  return guarded([&] {
    const StreamState& state = state_of(self);
    const std::string name = Py_TYPE(self)->tp_name;
    const std::string text =
        name.substr(name.rfind('.') + 1) + "(" +
        keyword_list(state.entry.schema, Call::stream, state.indicator->parameters) + ")";
    return PyUnicode_FromString(text.c_str());
  });
}

}  // namespace

StreamTables::StreamTables(const Entry& entry)
    : name("taipan." + entry.stream_name),
      doc(stream_doc(entry.schema)),
      update_doc(scripting::update_doc(entry.schema)),
      methods{
          {"update", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(update)),
           METH_FASTCALL | METH_KEYWORDS, update_doc.c_str()},
          {"reset", reset, METH_NOARGS,
           "reset($self)\n--\n\nBack to the state before the first value."},
          {"state", state_bytes, METH_NOARGS,
           "state($self)\n--\n\nThe parameters and all that later values depend on, as bytes "
           "for from_state()."},
          {"from_state", from_state, METH_O | METH_CLASS,
           "from_state($type, state, /)\n--\n\nA stream that goes on, to the bit, where the one "
           "stood whose state() this is. Raises ValueError for bytes that are damaged or of "
           "another indicator."},
          {"__reduce__", reduce_to_state, METH_NOARGS,
           "__reduce__($self)\n--\n\nFor copy and pickle."},
          {nullptr, nullptr, 0, nullptr}},
      properties{
          {"warmup", warmup, nullptr, "How many rows give None before the first result.", nullptr},
          {nullptr, nullptr, nullptr, nullptr, nullptr}} {}

Reference make_stream_type(StreamTables& tables, PyObject* module) {
  PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(create)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
                         {Py_tp_repr, reinterpret_cast<void*>(represent)},
                         {Py_tp_doc, const_cast<char*>(tables.doc.c_str())},
                         {Py_tp_methods, tables.methods},
                         {Py_tp_getset, tables.properties},
                         {0, nullptr}};
  PyType_Spec spec = {tables.name.c_str(), sizeof(StreamObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
  return checked(PyType_FromModuleAndSpec(module, &spec, nullptr));
}

}  // namespace taipan::scripting
