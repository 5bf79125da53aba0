// One line or another, as a third one says.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

/// `yes` where `condition` is not 0, and `no` where it is; NaN where it is NaN. What is not chosen
/// may be NaN.
Series where(Series condition, Series yes, Series no);
Series where(Series condition, Series yes, double no);
Series where(Series condition, double yes, Series no);
Series where(Series condition, double yes, double no);

}  // namespace taipan
