#include "scripting/extension/export.h"

#include <deque>

#include "scripting/extension/bank_type.h"
#include "scripting/extension/calls.h"
#include "scripting/extension/docs.h"
#include "scripting/extension/entry.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/stream_type.h"

namespace taipan::scripting {
namespace {

// One indicator with the texts and method tables that CPython points into.
struct Exported {
  explicit Exported(const Definition& definition)
      : entry(definition),
        single_text(single_doc(entry.schema)),
        batch_text(batch_doc(entry.schema)),
        stream(entry),
        bank(entry),
        single{entry.schema.name.c_str(), as_function(call_single), flags, single_text.c_str()},
        batch{entry.batch_name.c_str(), as_function(call_batch), flags, batch_text.c_str()} {}

  static constexpr int flags = METH_FASTCALL | METH_KEYWORDS;

  template <class Function>
  static PyCFunction as_function(Function* function) {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
  }

  Entry entry;
  std::string single_text;
  std::string batch_text;
  StreamTables stream;
  BankTables bank;
  PyMethodDef single;
  PyMethodDef batch;
};

void add(PyObject* module, const std::string& name, Reference value) {
  if (PyModule_AddObjectRef(module, name.c_str(), value.get()) < 0) throw PythonError{};
}

}  // namespace

void export_indicator(PyObject* module, const Definition& definition) {
  // Never destroyed: Python objects point into it, and may outlive every static object.
  static auto* const all = new std::deque<Exported>;
  Exported& exported = all->emplace_back(definition);
  const Reference package = checked(PyUnicode_InternFromString("taipan"));
  const Reference self = make_entry_module(exported.entry);
  const auto function = [&](PyMethodDef& method) {
    return checked(PyCFunction_NewEx(&method, self.get(), package.get()));
  };
  add(module, exported.entry.schema.name, function(exported.single));
  add(module, exported.entry.batch_name, function(exported.batch));
  add(module, exported.entry.stream_name, make_stream_type(exported.stream, self.get()));
  add(module, exported.entry.bank_name, make_bank_type(exported.bank, self.get()));
}

}  // namespace taipan::scripting
