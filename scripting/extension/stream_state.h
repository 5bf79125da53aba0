// The bytes of a stream or a bank as Python sees them: which indicator, its parameters, its state.
#pragma once

#include <string>
#include <string_view>

#include "indicators/core/indicator.h"
#include "scripting/extension/python.h"

namespace taipan::scripting {

struct SavedState {
  Parameters parameters;
  std::string state;  // for restore()
};

/// `state` is what save() returned.
std::string write_state(const Indicator& indicator, std::string state);

/// Throws std::invalid_argument for bytes that are damaged or of another indicator. The parameters
/// are of the schema's kinds; whether they obey its rules is not yet checked.
SavedState read_state(const Schema& schema, std::string_view bytes);

/// The method `__reduce__`, which copy and pickle call: how to make this again, by its methods
/// `state` and `from_state`, and the attributes of a subclass.
PyObject* reduce_to_state(PyObject* self, PyObject*);

}  // namespace taipan::scripting
