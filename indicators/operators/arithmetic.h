// Elementwise operators: ordinary arithmetic on Series.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

Series operator+(Series a, Series b);
Series operator+(Series a, double b);
Series operator+(double a, Series b);
Series operator-(Series a, Series b);
Series operator-(Series a, double b);
Series operator-(double a, Series b);
Series operator*(Series a, Series b);
Series operator*(Series a, double b);
Series operator*(double a, Series b);
Series operator/(Series a, Series b);
Series operator/(Series a, double b);
Series operator/(double a, Series b);
Series operator-(Series a);

Series abs(Series a);
Series sqrt(Series a);
/// NaN where either is NaN.
Series max(Series a, Series b);
Series max(Series a, double b);
Series min(Series a, Series b);
Series min(Series a, double b);

/// numerator / denominator, and `otherwise` where the denominator is 0.
Series divide(Series numerator, Series denominator, double otherwise);

/// 100 a / (a + b), and `otherwise` where the sum is 0.
Series percentage(Series a, Series b, double otherwise);

/// 100 (a - b) / (a + b), and `otherwise` where the sum is 0.
Series contrast(Series a, Series b, double otherwise);

/// numerator / denominator - less, and NaN where the denominator is 0.
Series excess(Series numerator, Series denominator, double less);

/// 50 (part / whole + 1), kept within 0 and 100; 50 where `whole` is at most 1e-10.
Series swing(Series part, Series whole);

/// numerator / denominator, kept within -limit and limit.
Series limited_ratio(Series numerator, Series denominator, double limit);

/// 1, -1 or 0; NaN for NaN.
Series sign(Series a);

}  // namespace taipan
