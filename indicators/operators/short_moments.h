// Mean and variance of windows so short that each is summed by itself.
#pragma once

#include <cstddef>
#include <memory>

#include "indicators/core/operator.h"

namespace taipan {

/// The longest window that is cheaper so, or nearly, than by running sums.
inline constexpr std::size_t short_window = 8;

/// Two outputs: the mean and the population variance, or its root, of the last `period` values, at
/// most short_window. Level windows have a variance of exactly 0, where running sums would leave a
/// rounding error, whose root is no small number. A NaN spoils the windows that hold it.
std::unique_ptr<Operator> short_moments(std::size_t period, bool root);

}  // namespace taipan
