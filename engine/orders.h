#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/time.h"

namespace taipan::engine {

using OrderId = std::uint64_t;

inline constexpr OrderId kNoOrder = 0;

// A market order. Signed quantity: positive buys, negative sells.
struct Order {
  OrderId id = kNoOrder;
  Timestamp submitted = 0;
  double quantity = 0;
  // The quantity is whatever is held when the order fills, so that closing twice cannot reverse.
  bool closes_position = false;
};

enum class OrderStatus { accepted, rejected, filled, cancelled };

constexpr std::string_view to_string(OrderStatus status) {
  switch (status) {
    case OrderStatus::accepted:
      return "accepted";
    case OrderStatus::rejected:
      return "rejected";
    case OrderStatus::filled:
      return "filled";
    case OrderStatus::cancelled:
      return "cancelled";
  }
  return {};
}

// One transition of an order. The reason is given for rejected and cancelled, as static text.
struct OrderUpdate {
  Order order;
  OrderStatus status = OrderStatus::accepted;
  std::string_view reason;
};

struct Fill {
  OrderId order = kNoOrder;
  Timestamp time = 0;
  std::size_t bar = 0;  // index of the bar at whose open it happened
  double quantity = 0;
  double price = 0;
  double commission = 0;
};

struct OrderCounts {
  std::size_t submitted = 0;
  std::size_t rejected = 0;
  std::size_t filled = 0;
  std::size_t cancelled = 0;
  std::size_t unfilled = 0;  // still pending at the end of the data
};

}  // namespace taipan::engine
