#include "scripting/strategy/types.h"

#include "scripting/extension/errors.h"
#include "scripting/strategy/bar_type.h"
#include "scripting/strategy/bars_type.h"
#include "scripting/strategy/records.h"
#include "scripting/strategy/series_type.h"
#include "scripting/strategy/strategy_type.h"

namespace taipan::scripting {

void add_strategy_types(PyObject* module) {
  const auto add = [module](PyTypeObject* type) {
    if (PyModule_AddType(module, type) < 0) throw PythonError{};
  };
  add(make_series_type());
  add(make_bars_type());
  add(make_bar_type());
  add(make_strategy_type());
  for (PyTypeObject* type : make_record_types()) add(type);
}

}  // namespace taipan::scripting
