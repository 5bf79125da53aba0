// Every operator with its plain definition, written as slowly and as clearly as can be.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/indicators/support.h"

namespace taipan {

/// What a NaN among the inputs does.
enum class AfterNan {
  as_defined,  // spoils the values that are defined by it, and no others
  poisons      // spoils every later value
};

struct OperatorCase {
  std::string name;
  /// On high, low and close.
  std::function<std::vector<Series>(const std::vector<Series>&)> build;
  /// Every output over the whole columns, NaN where undefined.
  std::function<Lines(const Lines&)> define;
  AfterNan after_nan;
};

std::vector<OperatorCase> operator_cases();

}  // namespace taipan
