#include "engine/merged_source.h"

#include <algorithm>
#include <utility>

namespace taipan::engine {

MergedSource::MergedSource(std::vector<std::unique_ptr<EventSource>> sources)
    : sources_(std::move(sources)) {
  for (const auto& source : sources_) {
    Head head{{}, source.get()};
    if (source->next(head.event)) heads_.push_back(head);
  }
  std::make_heap(heads_.begin(), heads_.end(), later);
}

bool MergedSource::next(Event& event) {
  if (heads_.empty()) return false;
  std::pop_heap(heads_.begin(), heads_.end(), later);
  Head& earliest = heads_.back();
  event = earliest.event;
  if (earliest.source->next(earliest.event)) {
    std::push_heap(heads_.begin(), heads_.end(), later);
  } else {
    heads_.pop_back();
  }
  return true;
}

bool MergedSource::later(const Head& left, const Head& right) {
  return precedes(right.event, left.event);
}

}  // namespace taipan::engine
