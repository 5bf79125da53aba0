#pragma once

#include <cassert>
#include <limits>

#include "engine/time.h"

namespace taipan::engine {

// In a replay the time is that of the event being handled.
class Clock {
 public:
  Timestamp now() const { return now_; }

  void advance_to(Timestamp time) {
    assert(time >= now_);
    now_ = time;
  }

 private:
  Timestamp now_ = std::numeric_limits<Timestamp>::min();
};

}  // namespace taipan::engine
