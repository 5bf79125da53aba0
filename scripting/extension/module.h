// The module `taipan._taipan`. A host that links it statically calls this once, with the GIL held,
// and puts the result into sys.modules as "taipan._taipan" before the package is imported.
#pragma once

#include "scripting/extension/python.h"

PyMODINIT_FUNC PyInit__taipan();
