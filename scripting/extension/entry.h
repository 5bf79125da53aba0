// What the module keeps for one indicator: its schema, how its calls are bound, what it compiled.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "indicators/core/indicator.h"
#include "scripting/extension/reference.h"
#include "scripting/extension/signature.h"

namespace taipan::scripting {

/// The indicators of the last few different parameters, so that a repeated call compiles nothing.
/// Guarded by the GIL.
class CompiledCache {
 public:
  /// nullptr when these parameters are not among the last few.
  std::shared_ptr<const Indicator> find(const Parameters& parameters) const;
  void keep(std::shared_ptr<const Indicator> indicator);

 private:
  static constexpr std::size_t kept = 8;
  std::array<std::shared_ptr<const Indicator>, kept> indicators_;
  std::size_t next_ = 0;
};

/// Lives until the process ends: CPython keeps pointers into its texts and method tables.
struct Entry {
  explicit Entry(const Definition& indicator);

  const Definition& definition;
  const Schema& schema;
  std::string batch_name;
  std::string stream_name;
  std::string bank_name;
  Signature single;
  Signature batch;
  Signature create;
  Signature update;
  Signature create_bank;
  Signature update_bank;
  CompiledCache compiled;
};

/// Compiles, or finds what was compiled before. Throws InvalidInput.
std::shared_ptr<const Indicator> compiled_indicator(Entry& entry, const Parameters& parameters);

/// The `self` of an indicator's functions and the module of its stream type: a module object, so
/// that help(), inspect and pickle take the functions for ordinary ones; its state is the entry.
Reference make_entry_module(Entry& entry);
extern PyModuleDef entry_module_definition;

inline Entry& entry_of_module(PyObject* module) {
  return **static_cast<Entry**>(PyModule_GetState(module));
}

}  // namespace taipan::scripting
