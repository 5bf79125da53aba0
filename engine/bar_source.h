#pragma once

#include <cstddef>

#include "engine/bar_columns.h"
#include "engine/event_source.h"

namespace taipan::engine {

// Columns of bars as events. The columns must outlive the source.
class BarSource final : public EventSource {
 public:
  BarSource(const BarColumns& columns, std::uint32_t source) : columns_(columns), source_(source) {}

  bool next(Event& event) override {
    if (index_ == columns_.size()) return false;
    event = Event{columns_.time[index_], source_, index_, columns_[index_]};
    ++index_;
    return true;
  }

 private:
  const BarColumns& columns_;
  std::uint32_t source_;
  std::size_t index_ = 0;
};

}  // namespace taipan::engine
