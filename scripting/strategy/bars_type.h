// Bars: the columns of the bars that a strategy trades on, each a LiveSeries.
#pragma once

#include <memory>

#include "scripting/extension/reference.h"
#include "scripting/strategy/run.h"

namespace taipan::scripting {

/// A borrowed reference to the type, which lives until the process ends.
PyTypeObject* make_bars_type();

Reference make_bars(const std::shared_ptr<const Run>& run);

}  // namespace taipan::scripting
