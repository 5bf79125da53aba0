#include "engine/portfolio.h"

#include <algorithm>
#include <cmath>

namespace taipan::engine {

double Trade::return_percent() const { return pnl / std::abs(size * entry_price) * 100; }

void Portfolio::apply(const Fill& fill) {
  cash_ -= fill.quantity * fill.price + fill.commission;
  commission_ += fill.commission;
  mark_ = fill.price;

  const double opening = close_lots(fill);
  if (opening != 0) {
    const double commission = fill.commission * (opening / fill.quantity);
    lots_.push_back({fill.bar, fill.time, opening, fill.price, commission});
  }
  // Summed from the lots, because adding and removing fractions would leave a residue.
  position_ = 0;
  for (const Lot& lot : lots_) position_ += lot.size;
}

// Returns what is left of the fill's quantity. Closing exactly what is held closes every lot whole,
// because subtracting fractions one by one would leave a residue.
double Portfolio::close_lots(const Fill& fill) {
  const bool everything = fill.quantity == -position_;
  double remaining = fill.quantity;
  std::size_t closed = 0;
  for (Lot& lot : lots_) {
    if (!everything && (remaining == 0 || (lot.size > 0) == (remaining > 0))) break;
    const double part = std::min(std::abs(lot.size), std::abs(remaining));
    const double size = everything ? lot.size : std::copysign(part, lot.size);
    close_part(lot, fill, size);
    remaining += size;
    if (lot.size == 0) ++closed;
  }
  lots_.erase(lots_.begin(), lots_.begin() + static_cast<std::ptrdiff_t>(closed));
  return everything ? 0 : remaining;
}

void Portfolio::close_part(Lot& lot, const Fill& fill, double size) {
  const double entry_commission = lot.commission * (size / lot.size);
  const double exit_commission = fill.commission * (size / -fill.quantity);
  const double commission = entry_commission + exit_commission;
  const double pnl = size * (fill.price - lot.price) - commission;
  trades_.push_back(
      {lot.bar, fill.bar, lot.time, fill.time, size, lot.price, fill.price, commission, pnl});
  lot.commission -= entry_commission;
  lot.size -= size;
}

}  // namespace taipan::engine
