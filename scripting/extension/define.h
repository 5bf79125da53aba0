// Indicators that Python defines while it runs, beside those of the registry.
#pragma once

#include <map>
#include <string>

#include "indicators/core/definition.h"
#include "scripting/extension/python.h"

namespace taipan::scripting {

/// As they are defined now, by name. Guarded by the GIL; definitions live until the process ends.
const std::map<std::string, const Definition*, std::less<>>& defined_indicators();

/// One of those or of the registry, or nullptr.
const Definition* find_definition(std::string_view name);

/// _define(module, name, title, formula, inputs, parameters, instructions, outputs): exports the
/// indicator to the module and returns what `indicators()` says about it. The package's _program.py
/// writes the tuples.
PyObject* define_indicator(PyObject*, PyObject* arguments);

/// _set_expressions(type, call): an indicator that gets an input of that very type returns
/// call(name, {argument: value}).
PyObject* set_expressions(PyObject*, PyObject* arguments);

/// The result of that call where an input is an expression, or nullptr. Throws PythonError.
PyObject* call_on_expressions(const Schema& schema, PyObject* const* arguments);

}  // namespace taipan::scripting
