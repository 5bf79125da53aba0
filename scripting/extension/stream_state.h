// The bytes of a stream as Python sees them: which indicator, its parameters, and its state.
#pragma once

#include <string>
#include <string_view>

#include "indicators/core/indicator.h"
#include "indicators/core/stream_executor.h"

namespace taipan::scripting {

struct SavedStream {
  Parameters parameters;
  std::string state;  // for Stream::restore
};

std::string write_stream(const Indicator& indicator, const Stream& stream);

/// Throws std::invalid_argument for bytes that are damaged or of another indicator. The parameters
/// are of the schema's kinds; whether they obey its rules is not yet checked.
SavedStream read_stream(const Schema& schema, std::string_view bytes);

}  // namespace taipan::scripting
