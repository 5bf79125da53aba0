// Windows whose length changes from value to value.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// Sum of the last length[t] values: its whole part, at least 1 and at most `longest`. Undefined
/// until `longest` values were seen. NaN where `length` is, and while a value that is not finite is
/// among those summed; nothing is poisoned.
Series variable_sum(Series x, Series length, std::size_t longest);

/// The same divided by how many they are.
Series variable_mean(Series x, Series length, std::size_t longest);

}  // namespace taipan
