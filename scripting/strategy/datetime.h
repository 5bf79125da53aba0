#pragma once

#include "engine/time.h"
#include "scripting/extension/python.h"

namespace taipan::scripting {

/// A new datetime.datetime in UTC; it holds microseconds, so the last three digits are cut off.
/// nullptr with the error set when that fails.
PyObject* to_datetime(engine::Timestamp time);

}  // namespace taipan::scripting
