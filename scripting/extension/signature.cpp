#include "scripting/extension/signature.h"

#include <algorithm>
#include <cassert>

#include "scripting/extension/errors.h"

namespace taipan::scripting {

Signature::Signature(std::string function, const std::vector<std::string>& names,
                     std::size_t required)
    : function_(std::move(function)), required_(required) {
  assert(names.size() <= most_arguments);
  for (const std::string& name : names) {
    names_.push_back(checked(PyUnicode_InternFromString(name.c_str())).release());
  }
}

void Signature::bind(PyObject* const* values, Py_ssize_t count, PyObject* keywords,
                     Arguments& out) const {
  bind_positional(values, count, out);
  if (keywords != nullptr) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keywords); ++i) {
      bind_keyword(PyTuple_GET_ITEM(keywords, i), values[count + i], out);
    }
  }
  check_required(out);
}

void Signature::bind(PyObject* tuple, PyObject* dict, Arguments& out) const {
  bind_positional(PySequence_Fast_ITEMS(tuple), PyTuple_GET_SIZE(tuple), out);
  Py_ssize_t position = 0;
  PyObject *name, *value;
  while (dict != nullptr && PyDict_Next(dict, &position, &name, &value)) {
    bind_keyword(name, value, out);
  }
  check_required(out);
}

void Signature::bind_positional(PyObject* const* values, Py_ssize_t count, Arguments& out) const {
  const auto given = static_cast<std::size_t>(count);
  if (given > names_.size()) {
    raise(PyExc_TypeError, function_ + "() takes at most " + std::to_string(names_.size()) +
                               " arguments (" + std::to_string(given) + " given)");
  }
  std::copy_n(values, given, out.begin());
  std::fill(out.begin() + count, out.begin() + static_cast<std::ptrdiff_t>(names_.size()), nullptr);
}

void Signature::bind_keyword(PyObject* name, PyObject* value, Arguments& out) const {
  const std::size_t index = find(name);
  if (index == names_.size()) reject_keyword(name, "got an unexpected keyword argument");
  if (out[index] != nullptr) reject_keyword(name, "got multiple values for argument");
  out[index] = value;
}

// Names written in source code are interned, so that comparing addresses finds nearly all.
std::size_t Signature::find(PyObject* name) const {
  auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    found = std::find_if(names_.begin(), names_.end(), [name](PyObject* known) {
      return PyUnicode_Check(name) && PyUnicode_Compare(name, known) == 0;
    });
  }
  return static_cast<std::size_t>(found - names_.begin());
}

void Signature::check_required(const Arguments& out) const {
  for (std::size_t i = 0; i < required_; ++i) {
    if (out[i] == nullptr) reject_keyword(names_[i], "missing required argument");
  }
}

void Signature::reject_keyword(PyObject* name, const char* reason) const {
  PyErr_Format(PyExc_TypeError, "%s() %s %R", function_.c_str(), reason, name);
  throw PythonError{};
}

}  // namespace taipan::scripting
