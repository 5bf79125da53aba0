// The Python types that strategies meet: Bar, LiveSeries, Bars, Fill, Order, Trade and the base of
// Strategy. Slim C types: reading a field costs some nanoseconds.
#pragma once

#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// Makes the types and adds them to the module `taipan._taipan`; once per process.
void add_strategy_types(PyObject* module);

}  // namespace taipan::scripting
