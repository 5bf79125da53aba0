// Prices compounded over the bars that volume chooses.
#pragma once

#include "indicators/core/graph.h"

namespace taipan {

enum class VolumeMove { rises, falls };

/// `initial`, then times close / close' wherever the volume rises (or falls) from the bar before. A
/// blocked product reassociates: within a few units in the last place a bar of the plain one.
Series volume_index(Series close, Series volume, VolumeMove move, double initial);

}  // namespace taipan
