// The border between C++ exceptions and Python's.
#pragma once

#include <string>

#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// Thrown when the interpreter already holds the error.
struct PythonError {};

[[noreturn]] void raise(PyObject* type, const std::string& text);

/// The new reference `object`, or PythonError when it is nullptr.
inline Reference checked(PyObject* object) {
  if (object == nullptr) throw PythonError{};
  return Reference(object);
}

/// Inside a handler: sets the interpreter's error from the exception being handled.
void translate_exception() noexcept;

/// What an error shows of a rejected object, such as "'abc' (str)".
std::string describe(PyObject* object);

/// Runs `body`; an exception becomes a Python error and the result `failure`.
template <class Body, class Result = PyObject*>
Result guarded(Body&& body, Result failure = nullptr) noexcept {
  try {
    return body();
  } catch (...) {
    translate_exception();
    return failure;
  }
}

}  // namespace taipan::scripting
