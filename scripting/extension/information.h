// The registry as Python sees it.
#pragma once

#include "indicators/core/definition.h"
#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// A new dict of title, family, source, formula, stream, inputs, parameters, outputs, batch_keys,
/// warmup and so on. A parameter's "calls" are those of "single", "batch" and "stream" that take
/// it, its "batch_arguments" the sweep's for its range; "row_order" says which input each argument
/// of a stream's update is, "result" what a single call returns: array, tuple or dict.
Reference describe_indicator(const Schema& schema);

/// A new dict: name -> that, for the registry and what was defined since.
Reference describe_indicators();

}  // namespace taipan::scripting
