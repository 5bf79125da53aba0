// _StrategyBase: what taipan.Strategy gets from the engine.
#pragma once

#include <memory>

#include "scripting/extension/reference.h"
#include "scripting/strategy/run.h"

namespace taipan::scripting {

/// A borrowed reference to the type, which lives until the process ends.
PyTypeObject* make_strategy_type();

/// Connects an instance with its run. Throws PythonError, also when `strategy` is of another type.
void attach(PyObject* strategy, std::shared_ptr<Run> run);

}  // namespace taipan::scripting
