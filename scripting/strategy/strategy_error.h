// What goes wrong in a strategy, as C++ sees it. `what()` is ready to be shown.
#pragma once

#include <stdexcept>

namespace taipan::scripting {

/// An exception of the strategy's own code: a Python traceback without our own frames.
class StrategyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The request itself cannot be met: no such file or class, a parameter that breaks its rule.
class StrategyUsageError : public StrategyError {
 public:
  using StrategyError::StrategyError;
};

/// Ctrl-C while the strategy ran.
class StrategyInterrupted : public StrategyError {
 public:
  using StrategyError::StrategyError;
};

}  // namespace taipan::scripting
