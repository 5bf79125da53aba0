// The functions of expressions, on numbers that are known before any data and on series alike.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "indicators/core/definition.h"

namespace taipan::scripting {

using Term = std::variant<Value, Series>;
using Terms = std::span<const Term>;

/// Throws InvalidInput for a number that the function cannot take. Of numbers alone it makes a
/// double.
using Function = Term (*)(Terms);

/// nullptr when there is none. Which arguments each takes is said once, in Python's
/// `taipan._functions`, and checked there.
Function find_function(std::string_view name);

/// Windows that no parameter bounds by the data's length may not be longer: memory has an end.
inline constexpr std::int64_t longest_window = std::int64_t{1} << 24;

}  // namespace taipan::scripting
