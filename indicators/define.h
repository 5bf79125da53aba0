// What an indicator's file includes: how to say one, and everything to say it with.
#pragma once

#include "indicators/core/definition.h"
#include "indicators/operators/arithmetic.h"
#include "indicators/operators/fir.h"
#include "indicators/operators/lag.h"
#include "indicators/operators/linear_recurrence.h"
#include "indicators/operators/moving_average.h"
#include "indicators/operators/range_position.h"
#include "indicators/operators/rate_of_change.h"
#include "indicators/operators/rolling_deviation.h"
#include "indicators/operators/rolling_extrema.h"
#include "indicators/operators/rolling_moments.h"
#include "indicators/operators/rolling_regression.h"
#include "indicators/operators/rolling_sum.h"
#include "indicators/operators/scan.h"
#include "indicators/operators/transcendental.h"
#include "indicators/operators/true_range.h"
