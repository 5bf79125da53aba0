#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/orders.h"
#include "engine/portfolio.h"

namespace taipan::engine {

// One point a bar, at its close.
struct EquityCurve {
  std::vector<Timestamp> time;
  std::vector<double> equity;
  std::vector<double> position;

  std::size_t size() const { return time.size(); }

  void reserve(std::size_t count) {
    time.reserve(count);
    equity.reserve(count);
    position.reserve(count);
  }

  void push_back(Timestamp stamp, double value, double held) {
    time.push_back(stamp);
    equity.push_back(value);
    position.push_back(held);
  }
};

// The exception that stopped the strategy, and where.
struct StrategyFailure {
  std::string_view callback;
  std::string text;
  Timestamp time = 0;  // of the event being handled
  std::exception_ptr exception;
};

struct RunResult {
  double initial_cash = 0;
  double cash = 0;
  double position = 0;
  double commission = 0;
  OrderCounts orders;
  bool was_warm = false;                  // on_bar was called at least once
  std::vector<Trade> trades;              // closed ones, by exit
  std::optional<std::size_t> open_since;  // bar of the oldest entry that is still open
  EquityCurve equity;
  std::optional<StrategyFailure> failure;  // everything above is what came before it

  double final_equity() const {
    return equity.equity.empty() ? initial_cash : equity.equity.back();
  }
};

}  // namespace taipan::engine
