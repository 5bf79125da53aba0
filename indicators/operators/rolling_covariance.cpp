#include "indicators/operators/rolling_covariance.h"

#include "indicators/operators/arithmetic.h"
#include "indicators/operators/rolling_correlation.h"
#include "indicators/operators/rolling_moments.h"

namespace taipan {

Series rolling_covariance(Series a, Series b, std::size_t period) {
  return rolling_correlation(a, b, period) * rolling_standard_deviation(a, period).deviation *
         rolling_standard_deviation(b, period).deviation;
}

}  // namespace taipan
