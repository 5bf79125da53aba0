#include "scripting/extension/information.h"

#include <cmath>
#include <string>
#include <vector>

#include "indicators/core/definition.h"
#include "scripting/extension/define.h"
#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

void put(const Reference& dict, const char* key, Reference value) {
  if (!value || PyDict_SetItemString(dict.get(), key, value.get()) < 0) throw PythonError{};
}

Reference text(std::string_view value) {
  return checked(PyUnicode_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size())));
}

Reference bound(double value) {
  return std::isfinite(value) ? checked(PyFloat_FromDouble(value)) : Reference(Py_NewRef(Py_None));
}

Reference python_value(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return checked(PyLong_FromLongLong(*integer));
  }
  if (const auto* real = std::get_if<double>(&value)) return checked(PyFloat_FromDouble(*real));
  return text(std::get<std::string>(value));
}

template <class Items, class Make>
Reference tuple_of(const Items& items, Make make) {
  Reference tuple = checked(PyTuple_New(static_cast<Py_ssize_t>(items.size())));
  Py_ssize_t i = 0;
  for (const auto& item : items) PyTuple_SET_ITEM(tuple.get(), i++, make(item).release());
  return tuple;
}

std::vector<std::string> calls_of(const ParameterSpec& spec) {
  std::vector<std::string> names;
  if (spec.appears_in(Call::single)) names.emplace_back("single");
  if (spec.appears_in(Call::batch)) names.emplace_back("batch");
  if (spec.appears_in(Call::stream)) names.emplace_back("stream");
  return names;
}

const char* result_of(const Schema& schema) {
  if (schema.dict_result) return "dict";
  return schema.outputs.size() == 1 ? "array" : "tuple";
}

Reference describe_parameter(const ParameterSpec& spec) {
  Reference dict = checked(PyDict_New());
  put(dict, "name", text(spec.name));
  put(dict, "type", text(python_type(spec)));
  put(dict, "default", python_value(spec.default_value));
  put(dict, "rule", text(rule_of(spec)));
  put(dict, "minimum", bound(spec.minimum));
  put(dict, "maximum", bound(spec.maximum));
  put(dict, "choices", tuple_of(spec.choices, text));
  put(dict, "is_period", Reference(PyBool_FromLong(spec.kind == ParameterSpec::Kind::period)));
  put(dict, "calls", tuple_of(calls_of(spec), text));
  put(dict, "batch_arguments", tuple_of(range_arguments(spec), text));
  put(dict, "is_swept", Reference(PyBool_FromLong(spec.is_swept())));
  put(dict, "batch_key", text(spec.batch_key));
  return dict;
}

}  // namespace

Reference describe_indicator(const Schema& schema) {
  Reference dict = checked(PyDict_New());
  put(dict, "title", text(schema.title));
  put(dict, "family", text(schema.family));
  put(dict, "source", text(schema.source));
  put(dict, "formula", text(schema.formula));
  put(dict, "stream", text(schema.stream_name + "Stream"));
  put(dict, "bank", text(schema.stream_name + "Bank"));
  put(dict, "inputs", tuple_of(schema.inputs, [](const auto& input) { return text(input.name); }));
  put(dict, "fields",
      tuple_of(schema.inputs, [](const auto& input) { return text(field_name(input.field)); }));
  put(dict, "row", tuple_of(row_names(schema), text));
  put(dict, "row_order", tuple_of(schema.row_order, [](std::size_t index) {
        return checked(PyLong_FromSize_t(index));
      }));
  put(dict, "batch_inputs", tuple_of(batch_inputs(schema), text));
  put(dict, "batch_of_series", Reference(PyBool_FromLong(schema.batch_of_series)));
  put(dict, "result", text(result_of(schema)));
  put(dict, "parameters", tuple_of(schema.parameters, describe_parameter));
  put(dict, "outputs",
      tuple_of(schema.outputs, [](const auto& output) { return text(output.name); }));
  put(dict, "batch_keys",
      tuple_of(schema.outputs, [](const auto& output) { return text(output.batch_key); }));
  put(dict, "warmup", Reference(PyLong_FromSize_t(schema.default_warmup)));
  return dict;
}

Reference describe_indicators() {
  Reference all = checked(PyDict_New());
  for (const RegistryEntry& row : registry()) {
    put(all, row.definition->name, describe_indicator(schema_of(*row.definition)));
  }
  for (const auto& [name, definition] : defined_indicators()) {
    put(all, name.c_str(), describe_indicator(schema_of(*definition)));
  }
  return all;
}

}  // namespace taipan::scripting
