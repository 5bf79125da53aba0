#pragma once

#include <cstdint>
#include <variant>

#include "engine/time.h"

namespace taipan::engine {

struct Bar {
  Timestamp time = 0;  // the stamp the data carries; nothing is known of this bar before it closes
  double open = 0;
  double high = 0;
  double low = 0;
  double close = 0;
  double volume = 0;
};

// Every kind of event the engine understands. A new kind is one more alternative here and one more
// Engine::handle overload; the compiler names every place that must learn it.
using EventBody = std::variant<Bar>;

struct Event {
  Timestamp time = 0;
  std::uint32_t source = 0;
  std::uint64_t sequence = 0;
  EventBody body;
};

// The one ordering rule: time, then source, then sequence.
constexpr bool precedes(const Event& left, const Event& right) {
  if (left.time != right.time) return left.time < right.time;
  if (left.source != right.source) return left.source < right.source;
  return left.sequence < right.sequence;
}

}  // namespace taipan::engine
