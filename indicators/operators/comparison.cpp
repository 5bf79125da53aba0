#include "indicators/operators/comparison.h"

#include "indicators/operators/arithmetic.h"
#include "indicators/operators/lag.h"

namespace taipan {
namespace {

// 1 where `truth` became 1.
Series becomes(Series truth) { return max(difference(truth), 0.0); }

}  // namespace

Series crosses_above(Series a, Series b) { return becomes(greater(a, b)); }
Series crosses_above(Series a, double b) { return becomes(greater(a, b)); }
Series crosses_below(Series a, Series b) { return becomes(less(a, b)); }
Series crosses_below(Series a, double b) { return becomes(less(a, b)); }

}  // namespace taipan
