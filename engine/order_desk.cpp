#include "engine/order_desk.h"

#include <cmath>

namespace taipan::engine {

OrderId OrderDesk::submit(Timestamp now, double quantity) {
  const Order order{++counts_.submitted, now, quantity, false};
  if (!std::isfinite(quantity)) {
    record(order, OrderStatus::rejected, "the quantity is not a finite number");
    return order.id;
  }
  if (quantity == 0) {
    record(order, OrderStatus::rejected, "the quantity is zero");
    return order.id;
  }
  return accept(order);
}

OrderId OrderDesk::submit_close(Timestamp now) {
  return accept(Order{++counts_.submitted, now, 0, true});
}

std::size_t OrderDesk::cancel_all(std::string_view reason) {
  const auto orders = exchange_.cancel_all();
  for (const Order& order : orders) record(order, OrderStatus::cancelled, reason);
  return orders.size();
}

void OrderDesk::record(const Order& order, OrderStatus status, std::string_view reason) {
  if (status == OrderStatus::rejected) ++counts_.rejected;
  if (status == OrderStatus::filled) ++counts_.filled;
  if (status == OrderStatus::cancelled) ++counts_.cancelled;
  updates_.push_back({order, status, reason});
}

void OrderDesk::take_updates(std::vector<OrderUpdate>& updates) {
  updates.clear();
  updates.swap(updates_);
}

OrderCounts OrderDesk::counts() const {
  OrderCounts counts = counts_;
  counts.unfilled = exchange_.pending();
  return counts;
}

OrderId OrderDesk::accept(const Order& order) {
  exchange_.accept(order);
  record(order, OrderStatus::accepted);
  return order.id;
}

}  // namespace taipan::engine
