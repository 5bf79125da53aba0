#include "engine/simulated_exchange.h"

#include <cassert>
#include <cmath>

namespace taipan::engine {

void SimulatedExchange::open_bar(const Bar& bar, std::size_t index) {
  assert(matched_ == matching_.size());
  matching_.clear();
  matching_.swap(waiting_);
  matched_ = 0;
  bar_time_ = bar.time;
  bar_index_ = index;
  price_ = bar.open;
}

std::optional<SimulatedExchange::Execution> SimulatedExchange::next_execution(double position) {
  if (matched_ == matching_.size()) return std::nullopt;
  const Order order = matching_[matched_++];
  const double quantity = order.closes_position ? -position : order.quantity;
  const double commission = commission_ * std::abs(quantity * price_);
  return Execution{order, {order.id, bar_time_, bar_index_, quantity, price_, commission}};
}

std::vector<Order> SimulatedExchange::cancel_all() {
  std::vector<Order> cancelled(matching_.begin() + static_cast<std::ptrdiff_t>(matched_),
                               matching_.end());
  cancelled.insert(cancelled.end(), waiting_.begin(), waiting_.end());
  matched_ = matching_.size();
  waiting_.clear();
  return cancelled;
}

}  // namespace taipan::engine
