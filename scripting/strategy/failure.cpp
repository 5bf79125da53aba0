#include "scripting/strategy/failure.h"

#include <string>

#include "scripting/extension/reference.h"
#include "scripting/strategy/strategy_error.h"

namespace taipan::scripting {
namespace {

// An error while reporting an error must not hide that there was one.
constexpr char unreported[] = "the strategy failed, and its exception could not be shown";

std::string describe_failure(PyObject* exception) {
  const Reference module(PyImport_ImportModule("taipan._failures"));
  if (!module) return unreported;
  const Reference text(PyObject_CallMethod(module.get(), "describe", "O", exception));
  Py_ssize_t size = 0;
  const char* utf8 = text ? PyUnicode_AsUTF8AndSize(text.get(), &size) : nullptr;
  return utf8 == nullptr ? unreported : std::string(utf8, static_cast<std::size_t>(size));
}

bool is_usage_error(PyObject* type) {
  const Reference module(PyImport_ImportModule("taipan._failures"));
  const Reference usage(module ? PyObject_GetAttrString(module.get(), "UsageError") : nullptr);
  return usage && PyErr_GivenExceptionMatches(type, usage.get()) != 0;
}

}  // namespace

void throw_strategy_error() {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback != nullptr) PyException_SetTraceback(value, traceback);
  const Reference owned[] = {Reference(type), Reference(value), Reference(traceback)};
  const std::string text = describe_failure(value);
  const bool is_usage = is_usage_error(type);
  const bool is_interrupt = PyErr_GivenExceptionMatches(type, PyExc_KeyboardInterrupt) != 0;
  PyErr_Clear();
  flush_python_output();
  if (is_interrupt) throw StrategyInterrupted(text);
  if (is_usage) throw StrategyUsageError(text);
  throw StrategyError(text);
}

void flush_python_output() {
  for (const char* name : {"stdout", "stderr"}) {
    PyObject* stream = PySys_GetObject(name);
    if (stream == nullptr || stream == Py_None) continue;
    const Reference done(PyObject_CallMethod(stream, "flush", nullptr));
    if (!done) PyErr_Clear();
  }
}

}  // namespace taipan::scripting
