// Binds the arguments of a call to the names a function takes, without building tuples or dicts.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "scripting/extension/python.h"

namespace taipan::scripting {

inline constexpr std::size_t most_arguments = 32;

/// Borrowed references in the order of the names; nullptr where none was given.
using Arguments = std::array<PyObject*, most_arguments>;

class Signature {
 public:
  /// The first `required` names must be given. Keeps interned names for ever.
  Signature(std::string function, const std::vector<std::string>& names, std::size_t required);

  std::size_t size() const { return names_.size(); }

  /// A vectorcall: `count` positional values, then one for each of the tuple `keywords`.
  void bind(PyObject* const* values, Py_ssize_t count, PyObject* keywords, Arguments& out) const;

  /// A call of a type: a tuple and a dict or nullptr.
  void bind(PyObject* tuple, PyObject* dict, Arguments& out) const;

 private:
  void bind_positional(PyObject* const* values, Py_ssize_t count, Arguments& out) const;
  void bind_keyword(PyObject* name, PyObject* value, Arguments& out) const;
  void check_required(const Arguments& out) const;
  std::size_t find(PyObject* name) const;
  [[noreturn]] void reject_keyword(PyObject* name, const char* reason) const;

  std::string function_;
  std::vector<PyObject*> names_;
  std::size_t required_;
};

}  // namespace taipan::scripting
