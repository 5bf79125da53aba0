#pragma once

#include "engine/events.h"

namespace taipan::engine {

// Where events come from: pulled one by one, ordered by `precedes` within a source.
class EventSource {
 public:
  virtual ~EventSource() = default;

  // Fills `event`; false at the end, for good.
  virtual bool next(Event& event) = 0;
};

}  // namespace taipan::engine
