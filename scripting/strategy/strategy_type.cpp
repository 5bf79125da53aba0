#include "scripting/strategy/strategy_type.h"

#include <new>

#include "scripting/extension/errors.h"
#include "scripting/strategy/bars_type.h"
#include "scripting/strategy/datetime.h"
#include "scripting/strategy/indicator_lines.h"
#include "scripting/strategy/records.h"

namespace taipan::scripting {
namespace {

PyTypeObject* strategy_type = nullptr;

struct StrategyObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      std::shared_ptr<Run>
          run;
  PyObject* bars;
};

StrategyObject& object_of(PyObject* self) { return *reinterpret_cast<StrategyObject*>(self); }

// The engine's face, or nullptr with the error set.
engine::Context* context_of(PyObject* self, const char* name) {
  const std::shared_ptr<Run>& run = object_of(self).run;
  if (run && run->context != nullptr) return run->context;
  PyErr_Format(PyExc_RuntimeError,
               "%s is only there during a run, from on_start on; `taipan replay FILE.py` runs a "
               "strategy",
               name);
  return nullptr;
}

// NaN and zero go on: the engine rejects them, and on_order tells.
bool read_quantity(const char* name, PyObject* object, double& quantity) {
  quantity = PyFloat_AsDouble(object);
  if (quantity == -1.0 && PyErr_Occurred()) return false;
  if (!(quantity < 0)) return true;
  PyErr_Format(PyExc_ValueError, "%s: quantity = %R is not allowed: it must not be negative", name,
               object);
  return false;
}

PyObject* order_number(engine::OrderId id) {
  if (id == engine::kNoOrder) Py_RETURN_NONE;
  return PyLong_FromUnsignedLongLong(id);
}

PyObject* buy(PyObject* self, PyObject* object) {
  engine::Context* context = context_of(self, "buy");
  double quantity;
  if (context == nullptr || !read_quantity("buy", object, quantity)) return nullptr;
  return guarded([&] { return order_number(context->buy(quantity)); });
}

PyObject* sell(PyObject* self, PyObject* object) {
  engine::Context* context = context_of(self, "sell");
  double quantity;
  if (context == nullptr || !read_quantity("sell", object, quantity)) return nullptr;
  return guarded([&] { return order_number(context->sell(quantity)); });
}

PyObject* close(PyObject* self, PyObject*) {
  engine::Context* context = context_of(self, "close");
  if (context == nullptr) return nullptr;
  return guarded([&] { return order_number(context->close()); });
}

PyObject* cancel_all(PyObject* self, PyObject*) {
  engine::Context* context = context_of(self, "cancel_all");
  if (context == nullptr) return nullptr;
  return guarded([&] { return PyLong_FromSize_t(context->cancel_all()); });
}

PyObject* add_indicator(PyObject* self, PyObject* arguments) {
  if (context_of(self, "an indicator") == nullptr) return nullptr;
  return guarded([&] { return add_lines(object_of(self).run, arguments).release(); });
}

PyObject* position(PyObject* self, void*) {
  engine::Context* context = context_of(self, "position");
  return context == nullptr ? nullptr : PyFloat_FromDouble(context->position());
}

PyObject* cash(PyObject* self, void*) {
  engine::Context* context = context_of(self, "cash");
  return context == nullptr ? nullptr : PyFloat_FromDouble(context->cash());
}

PyObject* equity(PyObject* self, void*) {
  engine::Context* context = context_of(self, "equity");
  return context == nullptr ? nullptr : PyFloat_FromDouble(context->equity());
}

PyObject* pending_orders(PyObject* self, void*) {
  engine::Context* context = context_of(self, "pending_orders");
  return context == nullptr ? nullptr : PyLong_FromSize_t(context->pending_orders());
}

PyObject* now(PyObject* self, void*) {
  engine::Context* context = context_of(self, "now");
  return context == nullptr ? nullptr : PyLong_FromLongLong(context->now());
}

PyObject* datetime(PyObject* self, void*) {
  engine::Context* context = context_of(self, "datetime");
  return context == nullptr ? nullptr : to_datetime(context->now());
}

PyObject* trades(PyObject* self, void*) {
  engine::Context* context = context_of(self, "trades");
  if (context == nullptr) return nullptr;
  return guarded([&] { return make_trades(context->trades()).release(); });
}

PyObject* bars(PyObject* self, void*) {
  PyObject* columns = object_of(self).bars;
  if (columns != nullptr) return Py_NewRef(columns);
  (void)context_of(self, "bars");
  return nullptr;
}

PyObject* create(PyTypeObject* type, PyObject*, PyObject*) {
  PyObject* self = type->tp_alloc(type, 0);
  if (self != nullptr) new (&object_of(self).run) std::shared_ptr<Run>();
  return self;
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  Py_XDECREF(object_of(self).bars);
  object_of(self).run.~shared_ptr();
  type->tp_free(self);
  Py_DECREF(type);
}

PyMethodDef methods[] = {
    {"buy", buy, METH_O,
     "buy($self, quantity, /)\n--\n\n"
     "Sends a market order, filled at the next bar's open; returns its number."},
    {"sell", sell, METH_O,
     "sell($self, quantity, /)\n--\n\n"
     "Sends a market order, filled at the next bar's open; returns its number."},
    {"close", close, METH_NOARGS,
     "close($self)\n--\n\n"
     "Closes whatever is held at the next bar's open; returns the order's number, or None when\n"
     "there is nothing to close."},
    {"cancel_all", cancel_all, METH_NOARGS,
     "cancel_all($self)\n--\n\nCancels the orders not yet filled; returns how many."},
    {"_add_indicator", add_indicator, METH_VARARGS,
     "_add_indicator($self, name, parameters, sources, /)\n--\n\n"
     "A tuple with one LiveSeries for each output."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef properties[] = {
    {"position", position, nullptr, "What is held; negative when short.", nullptr},
    {"cash", cash, nullptr, "Cash of the account.", nullptr},
    {"equity", equity, nullptr, "Cash and the position at the last close.", nullptr},
    {"pending_orders", pending_orders, nullptr, "How many orders wait to be filled.", nullptr},
    {"now", now, nullptr, "The run's time, in nanoseconds since 1970, UTC.", nullptr},
    {"datetime", datetime, nullptr, "The run's time as a datetime.datetime in UTC.", nullptr},
    {"trades", trades, nullptr, "The closed trades so far, as a new list.", nullptr},
    {"bars", bars, nullptr, "The closed bars: bars.close[-1], bars.high[-20:], len(bars).",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

}  // namespace

PyTypeObject* make_strategy_type() {
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("The engine's side of a Strategy.")},
                         {Py_tp_new, reinterpret_cast<void*>(create)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
                         {Py_tp_methods, methods},
                         {Py_tp_getset, properties},
                         {0, nullptr}};
  PyType_Spec spec = {"taipan._taipan._StrategyBase", sizeof(StrategyObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
  strategy_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
  return strategy_type;
}

void attach(PyObject* strategy, std::shared_ptr<Run> run) {
  if (!PyObject_TypeCheck(strategy, strategy_type)) {
    raise(PyExc_TypeError, "a strategy must be a taipan.Strategy, got " + describe(strategy));
  }
  StrategyObject& object = object_of(strategy);
  Py_XSETREF(object.bars, make_bars(run).release());
  object.run = std::move(run);
}

}  // namespace taipan::scripting
