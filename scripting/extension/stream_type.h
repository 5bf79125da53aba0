// The Python type of an indicator's stream.
#pragma once

#include <string>

#include "scripting/extension/entry.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// Texts and tables that CPython keeps pointers to, as long as the type lives.
struct StreamTables {
  explicit StreamTables(const Entry& entry);

  std::string name;
  std::string doc;
  std::string update_doc;
  PyMethodDef methods[6];
  PyGetSetDef properties[2];
};

/// A new heap type; `module` is the entry's module (entry.h).
Reference make_stream_type(StreamTables& tables, PyObject* module);

}  // namespace taipan::scripting
