// The registry as Python sees it.
#pragma once

#include "scripting/extension/reference.h"

namespace taipan::scripting {

/// A new dict: name -> dict of title, family, source, formula, stream, inputs, parameters, outputs,
/// batch_keys, warmup.
Reference describe_indicators();

}  // namespace taipan::scripting
