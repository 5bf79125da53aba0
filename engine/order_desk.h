#pragma once

#include <vector>

#include "engine/orders.h"
#include "engine/simulated_exchange.h"

namespace taipan::engine {

// Where a strategy's orders enter: numbered, validated, counted and sent on to the exchange. Every
// transition is kept as an update until the engine tells the strategy.
class OrderDesk {
 public:
  explicit OrderDesk(SimulatedExchange& exchange) : exchange_(exchange) {}

  OrderId submit(Timestamp now, double quantity);
  OrderId submit_close(Timestamp now);
  std::size_t cancel_all(std::string_view reason);

  void record(const Order& order, OrderStatus status, std::string_view reason = {});

  // Moves the transitions since the last call, oldest first, into `updates`.
  void take_updates(std::vector<OrderUpdate>& updates);
  bool has_updates() const { return !updates_.empty(); }

  std::size_t pending() const { return exchange_.pending(); }
  OrderCounts counts() const;

 private:
  OrderId accept(const Order& order);

  SimulatedExchange& exchange_;
  std::vector<OrderUpdate> updates_;
  OrderCounts counts_;
};

}  // namespace taipan::engine
