#include "scripting/strategy/python_strategy.h"

#include <cassert>
#include <stdexcept>

#include "scripting/extension/errors.h"
#include "scripting/strategy/failure.h"
#include "scripting/strategy/records.h"
#include "scripting/strategy/strategy_type.h"

namespace taipan::scripting {
namespace {

// Python code gives way by itself; this is for strategies that define no on_bar.
constexpr std::size_t kYieldMask = (std::size_t{1} << 12) - 1;
// Twice CPython's switch interval: each release wakes the waiting threads, and one that is woken
// too late waits a whole interval again before it can demand the GIL.
constexpr std::chrono::milliseconds kYieldInterval{10};

// In the order of taipan.strategy.CALLBACKS; nothing for those the class leaves as they are.
Reference find_callbacks(PyObject* instance) {
  const Reference module = checked(PyImport_ImportModule("taipan.strategy"));
  return checked(PyObject_CallMethod(module.get(), "_callbacks", "O", instance));
}

Reference callback_at(const Reference& tuple, Py_ssize_t index) {
  PyObject* callback = PyTuple_GET_ITEM(tuple.get(), index);
  return Reference(callback == Py_None ? nullptr : Py_NewRef(callback));
}

}  // namespace

PythonStrategy::PythonStrategy(Reference instance) : instance_(std::move(instance)) {
  const Reference callbacks = find_callbacks(instance_.get());
  Py_ssize_t next = 0;
  for (Reference* each : {&on_start_, &on_bar_, &on_order_, &on_fill_, &on_stop_}) {
    *each = callback_at(callbacks, next++);
  }
}

PythonStrategy::~PythonStrategy() { run_->context = nullptr; }

// A free slot before the arguments lets CPython put `self` there instead of copying them.
template <class... Arguments>
void PythonStrategy::call(const Reference& callback, const Arguments&... arguments) {
  PyObject* stack[] = {nullptr, arguments...};
  constexpr std::size_t count = sizeof...(Arguments) | PY_VECTORCALL_ARGUMENTS_OFFSET;
  PyObject* result = PyObject_Vectorcall(callback.get(), stack + 1, count, nullptr);
  if (result == nullptr) fail();
  Py_DECREF(result);
}

void PythonStrategy::on_start(engine::Context& context) {
  assert(PyGILState_Check());
  const engine::BarHistory& bars = context.bars();
  if (bars.shared_columns().use_count() == 0) {
    throw std::logic_error("a Python strategy needs bars that are shared with the engine");
  }
  run_->columns = bars.shared_columns();
  run_->indicators = std::make_unique<engine::LiveIndicators>(bars);
  run_->context = &context;
  try {
    attach(instance_.get(), run_);
  } catch (const PythonError&) {
    fail();
  }
  if (on_start_) call(on_start_);
}

void PythonStrategy::on_bar(engine::Context& context, const engine::Bar& bar) {
  run_->bars = context.bars().size();
  if ((++calls_ & kYieldMask) == 0) let_others_run();
  if (!on_bar_) return;
  call(on_bar_, bar_.show(bar));
}

void PythonStrategy::on_order(engine::Context& context, const engine::OrderUpdate& update) {
  if (!on_order_) return;
  run_->bars = context.bars().size();
  call(on_order_, make_order(update).get());
}

void PythonStrategy::on_fill(engine::Context& context, const engine::Fill& fill) {
  if (!on_fill_) return;
  run_->bars = context.bars().size();
  call(on_fill_, make_fill(fill).get());
}

void PythonStrategy::on_stop(engine::Context& context) {
  run_->bars = context.bars().size();
  if (on_stop_) call(on_stop_);
  run_->context = nullptr;
  flush_python_output();
}

void PythonStrategy::let_others_run() {
  if (PyErr_CheckSignals() != 0) fail();
  const auto now = std::chrono::steady_clock::now();
  if (now < next_yield_) return;
  const WithoutGil released;
  next_yield_ = now + kYieldInterval;
}

void PythonStrategy::fail() {
  run_->context = nullptr;
  throw_strategy_error();
}

}  // namespace taipan::scripting
