#pragma once

#include <cstddef>
#include <vector>

#include "engine/orders.h"

namespace taipan::engine {

// A round trip, or the closed part of one. Size is signed: negative for a short.
struct Trade {
  std::size_t entry_bar = 0;
  std::size_t exit_bar = 0;
  Timestamp entry_time = 0;
  Timestamp exit_time = 0;
  double size = 0;
  double entry_price = 0;
  double exit_price = 0;
  double commission = 0;  // of the entry and the exit
  double pnl = 0;         // size * (exit_price - entry_price) - commission

  // Profit over the entry's notional.
  double return_percent() const;
};

// One cash account and one signed position. Fills close the oldest entries first; what is left of a
// fill after the last of them opens the other way.
class Portfolio {
 public:
  explicit Portfolio(double cash) : cash_(cash) {}

  void apply(const Fill& fill);
  void mark(double price) { mark_ = price; }

  double cash() const { return cash_; }
  double position() const { return position_; }
  double equity() const { return position_ == 0 ? cash_ : cash_ + position_ * mark_; }
  double commission() const { return commission_; }
  const std::vector<Trade>& trades() const { return trades_; }

  // The bar of the oldest entry that is still open; only with a position.
  std::size_t open_since() const { return lots_.front().bar; }

 private:
  struct Lot {
    std::size_t bar;
    Timestamp time;
    double size;
    double price;
    double commission;
  };
  double close_lots(const Fill& fill);
  void close_part(Lot& lot, const Fill& fill, double size);

  double cash_;
  double position_ = 0;
  double mark_ = 0;
  double commission_ = 0;
  std::vector<Lot> lots_;
  std::vector<Trade> trades_;
};

}  // namespace taipan::engine
