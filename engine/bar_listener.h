#pragma once

#include <cstddef>

namespace taipan::engine {

// Something computed from the bars, advanced once a bar before the strategy is called: its
// indicators. Until it is warm the strategy's on_bar is withheld.
class BarListener {
 public:
  virtual ~BarListener() = default;

  // Bar `index` has closed. Called for 0, 1, 2, ... without a gap.
  virtual void advance(std::size_t index) = 0;

  virtual bool warm() const = 0;
};

}  // namespace taipan::engine
