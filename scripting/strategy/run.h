// What the Python objects of one run share. They may outlive the run: the memory they show does
// too.
#pragma once

#include <cstddef>
#include <memory>

#include "engine/bar_columns.h"
#include "engine/context.h"
#include "engine/live_indicators.h"

namespace taipan::scripting {

struct Run {
  std::shared_ptr<const engine::BarColumns> columns;
  std::unique_ptr<engine::LiveIndicators> indicators;
  // Bars that have closed, as far as the strategy was told: nothing beyond is ever shown.
  std::size_t bars = 0;
  // Null before and after the run.
  engine::Context* context = nullptr;
};

}  // namespace taipan::scripting
