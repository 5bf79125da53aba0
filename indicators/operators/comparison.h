// Which of two lines is the higher, and where they cross. Truth is 1 and falsehood 0, as in NumPy;
// any number but 0 counts as true.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// 1 where a > b, and 0 elsewhere: also where either is NaN.
Series above(Series a, Series b);

/// All below: 1 or 0, and NaN where either is NaN.
Series greater(Series a, Series b);
Series greater(Series a, double b);
Series greater_equal(Series a, Series b);
Series greater_equal(Series a, double b);
Series less(Series a, Series b);
Series less(Series a, double b);
Series less_equal(Series a, Series b);
Series less_equal(Series a, double b);
Series equal(Series a, Series b);
Series equal(Series a, double b);
Series not_equal(Series a, Series b);
Series not_equal(Series a, double b);

Series logical_and(Series a, Series b);
Series logical_or(Series a, Series b);
Series logical_not(Series a);

/// 1 where a > b and, one value earlier, a <= b. Undefined at the first value; NaN where one of the
/// four is.
Series crosses_above(Series a, Series b);
Series crosses_above(Series a, double b);
/// 1 where a < b and, one value earlier, a >= b.
Series crosses_below(Series a, Series b);
Series crosses_below(Series a, double b);

}  // namespace taipan
