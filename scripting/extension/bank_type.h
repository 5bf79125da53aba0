// The Python type of an indicator's bank: one stream a symbol, advanced together.
#pragma once

#include <string>

#include "scripting/extension/entry.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// Texts and tables that CPython keeps pointers to, as long as the type lives.
struct BankTables {
  explicit BankTables(const Entry& entry);

  std::string name;
  std::string doc;
  std::string update_doc;
  PyMethodDef methods[6];
  PyGetSetDef properties[3];
};

/// A new heap type; `module` is the entry's module (entry.h).
Reference make_bank_type(BankTables& tables, PyObject* module);

}  // namespace taipan::scripting
