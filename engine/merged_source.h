#pragma once

#include <memory>
#include <vector>

#include "engine/event_source.h"

namespace taipan::engine {

// Several sources as one, in the order of `precedes`.
class MergedSource final : public EventSource {
 public:
  explicit MergedSource(std::vector<std::unique_ptr<EventSource>> sources);

  bool next(Event& event) override;

 private:
  struct Head {
    Event event;
    EventSource* source;
  };
  static bool later(const Head& left, const Head& right);

  std::vector<std::unique_ptr<EventSource>> sources_;
  std::vector<Head> heads_;  // a heap, the earliest event in front
};

}  // namespace taipan::engine
