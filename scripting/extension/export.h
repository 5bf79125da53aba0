// One indicator as Python meets it: its call, its sweep and its stream.
#pragma once

#include "indicators/core/definition.h"
#include "scripting/extension/python.h"

namespace taipan::scripting {

/// Adds `name`, `name_batch` and `NameStream` to a module. They live until the process ends.
void export_indicator(PyObject* module, const Definition& definition);

}  // namespace taipan::scripting
