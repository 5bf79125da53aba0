#pragma once

#include "engine/bar_history.h"
#include "engine/clock.h"
#include "engine/order_desk.h"
#include "engine/portfolio.h"

namespace taipan::engine {

// The engine's face to a strategy. It and all it refers to live as long as the run.
class Context {
 public:
  Context(const Clock& clock, const BarHistory& bars, const Portfolio& portfolio, OrderDesk& desk)
      : clock_(clock), bars_(bars), portfolio_(portfolio), desk_(desk) {}

  Timestamp now() const { return clock_.now(); }
  const BarHistory& bars() const { return bars_; }

  double cash() const { return portfolio_.cash(); }
  double position() const { return portfolio_.position(); }
  double equity() const { return portfolio_.equity(); }
  const std::vector<Trade>& trades() const { return portfolio_.trades(); }
  std::size_t pending_orders() const { return desk_.pending(); }

  // Market orders. A quantity that is zero or not finite is rejected; on_order says why.
  OrderId submit(double quantity) { return desk_.submit(now(), quantity); }
  OrderId buy(double quantity) { return desk_.submit(now(), quantity); }
  OrderId sell(double quantity) { return desk_.submit(now(), -quantity); }

  // Closes whatever is held when the order fills; nothing is sent when there is nothing to close.
  OrderId close() {
    const bool flat = position() == 0 && pending_orders() == 0;
    return flat ? kNoOrder : desk_.submit_close(now());
  }

  std::size_t cancel_all() { return desk_.cancel_all("cancelled by the strategy"); }

 private:
  const Clock& clock_;
  const BarHistory& bars_;
  const Portfolio& portfolio_;
  OrderDesk& desk_;
};

}  // namespace taipan::engine
