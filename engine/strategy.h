#pragma once

#include "engine/bar_listener.h"
#include "engine/context.h"
#include "engine/events.h"

namespace taipan::engine {

// What the engine calls, in C++ or through a host of another language. An exception from any of
// these stops the strategy; its `what()` is what the user reads.
class Strategy {
 public:
  virtual ~Strategy() = default;

  virtual void on_start(Context&) {}
  virtual void on_bar(Context&, const Bar&) {}
  virtual void on_order(Context&, const OrderUpdate&) {}
  virtual void on_fill(Context&, const Fill&) {}
  virtual void on_stop(Context&) {}

  // Asked once, after on_start; null when the strategy needs nothing advanced.
  virtual BarListener* indicators() { return nullptr; }
};

}  // namespace taipan::engine
