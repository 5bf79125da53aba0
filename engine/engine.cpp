#include "engine/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "engine/bar_source.h"
#include "engine/merged_source.h"

namespace taipan::engine {
namespace {

// Progress is told at every hundredth of the data, and in long data more often than that.
constexpr std::size_t kProgressSteps = 100;
constexpr std::size_t kLongestProgressStep = std::size_t{1} << 16;

RunOptions checked(RunOptions options) {
  if (!std::isfinite(options.cash) || options.cash <= 0) {
    throw std::invalid_argument(
        fmt::format("cash: {} is not allowed: it must be a positive number", options.cash));
  }
  if (!(options.commission >= 0 && options.commission < 1)) {
    throw std::invalid_argument(
        fmt::format("commission: {} is not allowed: it is a fraction of the notional, at least 0 "
                    "and below 1",
                    options.commission));
  }
  return options;
}

std::unique_ptr<EventSource> events_of(const BarColumns& bars) {
  std::vector<std::unique_ptr<EventSource>> sources;
  sources.push_back(std::make_unique<BarSource>(bars, 0));
  return std::make_unique<MergedSource>(std::move(sources));
}

}  // namespace

Engine::Engine(std::shared_ptr<const BarColumns> bars, Strategy& strategy, RunOptions options)
    : strategy_(strategy),
      options_(checked(std::move(options))),
      bars_(std::move(bars)),
      portfolio_(options_.cash),
      exchange_(options_.commission),
      desk_(exchange_),
      context_(clock_, bars_, portfolio_, desk_),
      events_(events_of(bars_.columns())) {
  const BarColumns& columns = bars_.columns();
  if (columns.empty()) throw std::invalid_argument("data: there is no bar to replay");
  clock_.advance_to(columns.time.front());
  equity_.reserve(columns.size());
}

RunResult Engine::run() {
  start();
  Event event;
  while (!failure_ && events_->next(event)) handle(event);
  stop();
  return collect();
}

void Engine::start() {
  call_strategy("on_start", [&] {
    strategy_.on_start(context_);
    indicators_ = strategy_.indicators();
  });
  tell_order_updates();
}

void Engine::handle(const Event& event) {
  clock_.advance_to(event.time);
  std::visit([this](const auto& body) { handle(body); }, event.body);
}

void Engine::handle(const Bar& bar) {
  // Before the history advances: at the open nothing else of this bar is known.
  if (exchange_.pending() != 0) fill_orders(bar);
  bars_.advance();
  portfolio_.mark(bar.close);
  if (!failure_) {
    call_strategy("on_bar", [&] {
      if (indicators_ != nullptr) {
        indicators_->advance(bars_.size() - 1);
        if (!indicators_->warm()) return;
      }
      was_warm_ = true;
      strategy_.on_bar(context_, bar);
    });
  }
  tell_order_updates();
  equity_.push_back(bar.time, portfolio_.equity(), portfolio_.position());
  if (bars_.size() == next_progress_) report_progress();
}

void Engine::stop() {
  call_strategy("on_stop", [&] { strategy_.on_stop(context_); });
  report_progress();
}

void Engine::fill_orders(const Bar& bar) {
  exchange_.open_bar(bar, bars_.size());
  while (auto execution = exchange_.next_execution(portfolio_.position())) settle(*execution);
}

void Engine::settle(const SimulatedExchange::Execution& execution) {
  if (execution.fill.quantity == 0) {
    desk_.record(execution.order, OrderStatus::cancelled, "there is no position to close");
    return tell_order_updates();
  }
  portfolio_.apply(execution.fill);
  desk_.record(execution.order, OrderStatus::filled);
  tell_order_updates();
  call_strategy("on_fill", [&] { strategy_.on_fill(context_, execution.fill); });
}

// Updates caused by on_order itself wait for the next round, so that a strategy answering every
// rejection with another bad order cannot hold the engine.
void Engine::tell_order_updates() {
  if (!desk_.has_updates()) return;
  desk_.take_updates(updates_);
  for (const OrderUpdate& update : updates_) {
    call_strategy("on_order", [&] { strategy_.on_order(context_, update); });
  }
}

void Engine::report_progress() {
  const std::size_t all = bars_.columns().size();
  next_progress_ += std::clamp<std::size_t>(all / kProgressSteps, 1, kLongestProgressStep);
  if (options_.progress) options_.progress(bars_.size(), all);
}

// The one place where a strategy's exception ends: it is never called again, and its orders go.
template <class Callback>
void Engine::call_strategy(std::string_view name, Callback callback) {
  if (failure_) return;
  const auto fail = [&](std::string text) {
    failure_ = {name, std::move(text), clock_.now(), std::current_exception()};
    desk_.cancel_all("the strategy failed");
  };
  try {
    callback();
  } catch (const std::exception& error) {
    fail(error.what());
  } catch (...) {
    fail("an exception that is no std::exception");
  }
}

RunResult Engine::collect() {
  RunResult result;
  result.initial_cash = options_.cash;
  result.cash = portfolio_.cash();
  result.position = portfolio_.position();
  result.commission = portfolio_.commission();
  result.was_warm = was_warm_;
  result.orders = desk_.counts();
  result.trades = portfolio_.trades();
  if (portfolio_.position() != 0) result.open_since = portfolio_.open_since();
  result.equity = std::move(equity_);
  result.failure = std::move(failure_);
  return result;
}

RunResult replay(std::shared_ptr<const BarColumns> bars, Strategy& strategy,
                 const RunOptions& options) {
  return Engine(std::move(bars), strategy, options).run();
}

RunResult replay(const BarColumns& bars, Strategy& strategy, const RunOptions& options) {
  // An alias of nothing: it points without owning.
  const std::shared_ptr<const BarColumns> unowned(std::shared_ptr<const BarColumns>(), &bars);
  return Engine(unowned, strategy, options).run();
}

}  // namespace taipan::engine
