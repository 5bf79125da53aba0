// Exponential averages of exponential averages, in one pass: TEMA, T3, Gaussian filters.
#pragma once

#include <vector>

#include "indicators/core/graph.h"

namespace taipan {

/// How each stage of a cascade begins.
enum class CascadeSeed {
  zero,   // every stage from y[-1] = 0
  first,  // stage k at value k * (period - 1), with the value of the stage before it there
  mean    // stage k with the mean of the first `period` values of the stage before it
};

struct Cascade {
  double gain;  // y += gain * (x - y), the same in every stage
  CascadeSeed seed;
  std::size_t period;           // of the seed
  std::vector<double> weights;  // of the stages in the result; at most 6 of them
};

/// sum of weights[k] * stage k, where stage 0 averages x and each other one the stage before it.
/// Defined from the first value of the last stage. A value that is not finite poisons what follows.
/// A recurrence of order 2 to 6 with one real pole, without the cancellation of its direct form:
/// blocks agree with the plain loop to a few units in the last place for any gain in (0, 2).
Series exponential_cascade(Series x, const Cascade& parameters);

}  // namespace taipan
