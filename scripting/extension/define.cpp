#include "scripting/extension/define.h"

#include <algorithm>
#include <stdexcept>

#include "scripting/extension/errors.h"
#include "scripting/extension/export.h"
#include "scripting/extension/information.h"
#include "scripting/extension/program.h"

namespace taipan::scripting {
namespace {

using Kind = ParameterSpec::Kind;

std::map<std::string, const Definition*, std::less<>>& table() {
  static auto* const all = new std::map<std::string, const Definition*, std::less<>>;
  return *all;
}

PyObject* expression_type = nullptr;
PyObject* expression_call = nullptr;

// Format and targets are those of PyArg_ParseTuple.
template <class... Targets>
void unpack(PyObject* tuple, const char* format, Targets... targets) {
  if (!PyTuple_Check(tuple)) raise(PyExc_TypeError, "a tuple is needed, got " + describe(tuple));
  if (!PyArg_ParseTuple(tuple, format, targets...)) throw PythonError{};
}

template <class Read>
auto read_all(PyObject* tuple, Read read) {
  std::vector<decltype(read(tuple))> items;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); ++i) {
    items.push_back(read(PyTuple_GET_ITEM(tuple, i)));
  }
  return items;
}

std::int64_t read_integer(PyObject* object) {
  const long long value = PyLong_AsLongLong(object);
  if (value == -1 && PyErr_Occurred()) throw PythonError{};
  return value;
}

double read_real(PyObject* object) {
  const double value = PyFloat_AsDouble(object);
  if (value == -1.0 && PyErr_Occurred()) throw PythonError{};
  return value;
}

std::string read_text(PyObject* object) {
  const char* text = PyUnicode_AsUTF8(object);
  if (text == nullptr) throw PythonError{};
  return text;
}

Value read_value(PyObject* object) {
  if (PyLong_Check(object)) return read_integer(object);
  if (PyFloat_Check(object)) return read_real(object);
  return read_text(object);
}

InputSpec read_input(PyObject* tuple) {
  const char *name, *field;
  unpack(tuple, "ss", &name, &field);
  return {name, *field_from_name(field)};
}

Kind read_kind(std::string_view name) {
  if (name == "period") return Kind::period;
  if (name == "integer") return Kind::integer;
  return name == "real" ? Kind::real : Kind::text;
}

ParameterSpec read_parameter(PyObject* tuple) {
  const char *name, *kind;
  PyObject *value, *low, *high, *choices;
  unpack(tuple, "ssOOOO!", &name, &kind, &value, &low, &high, &PyTuple_Type, &choices);
  ParameterSpec spec{.name = name, .kind = read_kind(kind), .default_value = read_value(value)};
  if (low != Py_None) spec.minimum = read_real(low);
  if (high != Py_None) spec.maximum = read_real(high);
  spec.choices = read_all(choices, read_text);
  return spec;
}

// The package has checked the names.
template <class Pointer>
Pointer known(Pointer found, const std::string& name) {
  if (found == nullptr) throw std::logic_error(name + " is neither indicator nor function");
  return found;
}

Instruction read_instruction(PyObject* tuple) {
  const char *name, *place;
  PyObject *operands, *detail;
  int is_whole;
  unpack(tuple, "sO!Ops", &name, &PyTuple_Type, &operands, &detail, &is_whole, &place);
  Instruction made{.operands = read_all(operands,
                                        [](PyObject* number) {
                                          return static_cast<std::size_t>(read_integer(number));
                                        }),
                   .is_whole = is_whole != 0,
                   .name = name,
                   .place = place};
  const std::string_view kind = name;
  if (kind == "value") {
    made.action = read_value(detail);
  } else if (kind == "input") {
    made.action = Instruction::Input{static_cast<std::size_t>(read_integer(detail))};
  } else if (kind == "parameter") {
    made.action = Instruction::Parameter{static_cast<std::size_t>(read_integer(detail))};
  } else if (kind == "indicator") {
    made.name = read_text(detail);
    made.action = known(find_definition(made.name), made.name);
  } else {
    made.action = known(find_function(kind), made.name);
  }
  return made;
}

Program::Output read_output(PyObject* tuple) {
  const char* name;
  Py_ssize_t term;
  unpack(tuple, "sn", &name, &term);
  return {name, static_cast<std::size_t>(term)};
}

}  // namespace

const std::map<std::string, const Definition*, std::less<>>& defined_indicators() {
  return table();
}

const Definition* find_definition(std::string_view name) {
  const auto found = table().find(name);
  return found == table().end() ? find_indicator(name) : found->second;
}

PyObject* define_indicator(PyObject*, PyObject* arguments) {
  return guarded([&] {
    PyObject *module, *inputs, *parameters, *instructions, *outputs;
    const char *name, *title, *formula;
    unpack(arguments, "O!sssO!O!O!O!", &PyModule_Type, &module, &name, &title, &formula,
           &PyTuple_Type, &inputs, &PyTuple_Type, &parameters, &PyTuple_Type, &instructions,
           &PyTuple_Type, &outputs);
    auto made = std::make_unique<Composed>(
        name, title,
        Program{read_all(inputs, read_input), read_all(parameters, read_parameter),
                read_all(instructions, read_instruction), read_all(outputs, read_output), formula});
    // Runs the program on the defaults: what cannot be built is told now. The schema is kept by the
    // definition's address, so from here on that stays.
    const Schema& schema = schema_of(made->definition);
    const Definition& definition = made.release()->definition;
    export_indicator(module, definition);
    table().insert_or_assign(name, &definition);
    return describe_indicator(schema).release();
  });
}

PyObject* set_expressions(PyObject*, PyObject* arguments) {
  PyObject *type, *call;
  if (!PyArg_ParseTuple(arguments, "O!O", &PyType_Type, &type, &call)) return nullptr;
  Py_XSETREF(expression_type, Py_NewRef(type));
  Py_XSETREF(expression_call, Py_NewRef(call));
  Py_RETURN_NONE;
}

PyObject* call_on_expressions(const Schema& schema, PyObject* const* arguments) {
  const auto is_expression = [](PyObject* object) {
    return reinterpret_cast<PyObject*>(Py_TYPE(object)) == expression_type;
  };
  if (std::none_of(arguments, arguments + schema.inputs.size(), is_expression)) return nullptr;
  const Reference named = checked(PyDict_New());
  const auto put = [&](const std::string& name, PyObject* value) {
    if (value == nullptr || value == Py_None) return;
    if (PyDict_SetItemString(named.get(), name.c_str(), value) < 0) throw PythonError{};
  };
  for (const InputSpec& input : schema.inputs) put(input.name, *arguments++);
  for (const ParameterSpec& parameter : schema.parameters) {
    if (parameter.appears_in(Call::single)) put(parameter.name, *arguments++);
  }
  put("kernel", *arguments);
  return checked(PyObject_CallFunction(expression_call, "sO", schema.name.c_str(), named.get()))
      .release();
}

}  // namespace taipan::scripting
