// A strategy written in Python, as the engine sees it.
#pragma once

#include <chrono>
#include <memory>

#include "engine/strategy.h"
#include "scripting/extension/reference.h"
#include "scripting/strategy/bar_type.h"
#include "scripting/strategy/run.h"

namespace taipan::scripting {

/// The thread that runs the engine holds the GIL; between callbacks others get it now and then.
/// Callbacks throw StrategyError.
class PythonStrategy final : public engine::Strategy {
 public:
  /// `instance` is a taipan.Strategy; its callbacks are looked up here, once. Throws PythonError.
  explicit PythonStrategy(Reference instance);
  ~PythonStrategy() override;

  /// The bars must be shared with the engine: the strategy's views on them outlive the run.
  void on_start(engine::Context& context) override;
  void on_bar(engine::Context& context, const engine::Bar& bar) override;
  void on_order(engine::Context& context, const engine::OrderUpdate& update) override;
  void on_fill(engine::Context& context, const engine::Fill& fill) override;
  void on_stop(engine::Context& context) override;
  engine::BarListener* indicators() override { return run_->indicators.get(); }

 private:
  template <class... Arguments>
  void call(const Reference& callback, const Arguments&... arguments);
  void let_others_run();
  [[noreturn]] void fail();

  Reference instance_;
  Reference on_start_;
  Reference on_bar_;
  Reference on_order_;
  Reference on_fill_;
  Reference on_stop_;
  ReusedBar bar_;
  std::shared_ptr<Run> run_ = std::make_shared<Run>();
  std::size_t calls_ = 0;
  std::chrono::steady_clock::time_point next_yield_{};
};

}  // namespace taipan::scripting
