// Bar: the argument of on_bar.
#pragma once

#include "engine/events.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

struct BarObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      engine::Bar bar;
};

/// A borrowed reference to the type, which lives until the process ends.
PyTypeObject* make_bar_type();

/// One Bar is handed out again and again; a strategy that keeps it gets a new one for the next.
class ReusedBar {
 public:
  /// A borrowed reference, good until the next call. Throws PythonError.
  PyObject* show(const engine::Bar& bar) {
    if (!object_ || Py_REFCNT(object_.get()) > 1) renew();
    reinterpret_cast<BarObject*>(object_.get())->bar = bar;
    return object_.get();
  }

 private:
  void renew();
  Reference object_;
};

}  // namespace taipan::scripting
