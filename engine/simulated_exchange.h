#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/events.h"
#include "engine/orders.h"

namespace taipan::engine {

// Fills market orders at the open of the bar after the one in which they were sent, whole, without
// slippage. Commission is a fraction of the notional, charged at each fill.
class SimulatedExchange {
 public:
  explicit SimulatedExchange(double commission) : commission_(commission) {}

  void accept(const Order& order) { waiting_.push_back(order); }

  // The orders accepted so far may fill at this bar's open; later ones wait for the next bar.
  void open_bar(const Bar& bar, std::size_t index);

  struct Execution {
    Order order;
    Fill fill;  // of quantity 0 when there was nothing to close
  };
  // The next fill at the bar's open, in the order of submission, given the position held by then.
  std::optional<Execution> next_execution(double position);

  std::vector<Order> cancel_all();
  std::size_t pending() const { return waiting_.size() + matching_.size() - matched_; }

 private:
  double commission_;
  std::vector<Order> waiting_;
  std::vector<Order> matching_;
  std::size_t matched_ = 0;
  Timestamp bar_time_ = 0;
  std::size_t bar_index_ = 0;
  double price_ = 0;
};

}  // namespace taipan::engine
