#pragma once

#include <functional>
#include <memory>

#include "engine/bar_columns.h"
#include "engine/context.h"
#include "engine/event_source.h"
#include "engine/run_result.h"
#include "engine/strategy.h"

namespace taipan::engine {

struct RunOptions {
  double cash = 10'000;
  double commission = 0;  // fraction of the notional, charged at each fill
  // Bars done and bars in all; called about a hundred times or more, the last time at the end.
  std::function<void(std::size_t, std::size_t)> progress;
};

// Runs one strategy over a stream of events, on the calling thread. For each bar: orders fill at
// its open, indicators advance, the strategy is called, equity is marked at its close. What the
// strategy sends can therefore fill at the next bar's open at the earliest.
class Engine {
 public:
  // Throws std::invalid_argument for options out of range. The strategy must outlive it.
  Engine(std::shared_ptr<const BarColumns> bars, Strategy& strategy, RunOptions options);

  // Once.
  RunResult run();

 private:
  void start();
  void handle(const Event& event);
  void handle(const Bar& bar);
  void stop();

  void fill_orders(const Bar& bar);
  void settle(const SimulatedExchange::Execution& execution);
  void tell_order_updates();
  void report_progress();

  template <class Callback>
  void call_strategy(std::string_view name, Callback callback);
  RunResult collect();

  Strategy& strategy_;
  RunOptions options_;
  Clock clock_;
  BarHistory bars_;
  Portfolio portfolio_;
  SimulatedExchange exchange_;
  OrderDesk desk_;
  Context context_;
  BarListener* indicators_ = nullptr;
  bool was_warm_ = false;
  std::unique_ptr<EventSource> events_;
  std::vector<OrderUpdate> updates_;
  EquityCurve equity_;
  std::size_t next_progress_ = 1;
  std::optional<StrategyFailure> failure_;
};

RunResult replay(std::shared_ptr<const BarColumns> bars, Strategy& strategy,
                 const RunOptions& options);

// For strategies that keep no views on the bars after the run.
RunResult replay(const BarColumns& bars, Strategy& strategy, const RunOptions& options);

}  // namespace taipan::engine
