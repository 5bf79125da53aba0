// The Python type of an indicator's stream.
#pragma once

#include "scripting/extension/entry.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// A new heap type; `module` is the entry's module (entry.h).
Reference make_stream_type(const Entry& entry, PyObject* module);

}  // namespace taipan::scripting
