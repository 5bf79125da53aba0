#pragma once

#include <memory>

#include "scripting/extension/reference.h"
#include "scripting/strategy/run.h"

namespace taipan::scripting {

/// `arguments`: the indicator's name, its parameters and its sources, both as tuples in the
/// schema's order. A source is the name of a bar's field or a LiveSeries of the same run. Returns a
/// tuple with one LiveSeries for each output. Throws PythonError or InvalidInput.
Reference add_lines(const std::shared_ptr<Run>& run, PyObject* arguments);

}  // namespace taipan::scripting
