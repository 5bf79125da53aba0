// A sweep over many series of one length instead of over parameters.
#pragma once

#include "indicators/core/kernel.h"
#include "scripting/extension/entry.h"

namespace taipan::scripting {

/// `lists` holds a sequence of arrays for each input, all of one length. Returns a dict of a matrix
/// for each output, a row for each series, and "rows" and "cols". Parameters have their defaults.
Reference compute_over_series(Entry& entry, PyObject* const* lists, Kernel kernel);

}  // namespace taipan::scripting
