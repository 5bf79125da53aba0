#include "scripting/strategy/records.h"

#include <structseq.h>

#include <concepts>

#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

PyStructSequence_Field fill_fields[] = {{"order", "the order's number"},
                                        {"time", "nanoseconds since 1970, UTC"},
                                        {"bar", "index of the bar at whose open it happened"},
                                        {"quantity", "negative when sold"},
                                        {"price", nullptr},
                                        {"commission", nullptr},
                                        {nullptr, nullptr}};
PyStructSequence_Desc fill_spec = {"taipan.Fill", "An order was filled.", fill_fields, 6};

PyStructSequence_Field order_fields[] = {
    {"id", "the order's number, as buy(), sell() and close() returned it"},
    {"time", "when it was sent, nanoseconds since 1970, UTC"},
    {"quantity", "negative to sell; 0 when it closes the position"},
    {"closes_position", "whether it closes whatever is held when it fills"},
    {"status", "'accepted', 'rejected', 'filled' or 'cancelled'"},
    {"reason", "why it was rejected or cancelled, otherwise ''"},
    {nullptr, nullptr}};
PyStructSequence_Desc order_spec = {"taipan.Order", "An order's new status.", order_fields, 6};

PyStructSequence_Field trade_fields[] = {{"entry_bar", "index of a bar"},
                                         {"exit_bar", "index of a bar"},
                                         {"entry_time", "nanoseconds since 1970, UTC"},
                                         {"exit_time", "nanoseconds since 1970, UTC"},
                                         {"size", "negative for a short"},
                                         {"entry_price", nullptr},
                                         {"exit_price", nullptr},
                                         {"commission", "of the entry and the exit"},
                                         {"pnl", "size * (exit_price - entry_price) - commission"},
                                         {nullptr, nullptr}};
PyStructSequence_Desc trade_spec = {"taipan.Trade", "A closed round trip.", trade_fields, 9};

PyTypeObject* fill_type = nullptr;
PyTypeObject* order_type = nullptr;
PyTypeObject* trade_type = nullptr;

PyTypeObject* make_type(PyStructSequence_Desc& spec) {
  PyTypeObject* type = PyStructSequence_NewType(&spec);
  if (type == nullptr) throw PythonError{};
  return type;
}

PyObject* to_python(double value) { return PyFloat_FromDouble(value); }
PyObject* to_python(bool value) { return PyBool_FromLong(value); }
PyObject* to_python(std::string_view value) {
  return PyUnicode_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size()));
}
PyObject* to_python(std::signed_integral auto value) { return PyLong_FromLongLong(value); }
PyObject* to_python(std::unsigned_integral auto value) {
  return PyLong_FromUnsignedLongLong(value);
}

template <class... Values>
Reference make_record(PyTypeObject* type, const Values&... values) {
  Reference record = checked(PyStructSequence_New(type));
  Py_ssize_t next = 0;
  const auto set = [&](PyObject* value) {
    PyStructSequence_SET_ITEM(record.get(), next++, checked(value).release());
  };
  (set(to_python(values)), ...);
  return record;
}

Reference make_trade(const engine::Trade& trade) {
  return make_record(trade_type, trade.entry_bar, trade.exit_bar, trade.entry_time, trade.exit_time,
                     trade.size, trade.entry_price, trade.exit_price, trade.commission, trade.pnl);
}

}  // namespace

std::array<PyTypeObject*, 3> make_record_types() {
  fill_type = make_type(fill_spec);
  order_type = make_type(order_spec);
  trade_type = make_type(trade_spec);
  return {fill_type, order_type, trade_type};
}

Reference make_fill(const engine::Fill& fill) {
  return make_record(fill_type, fill.order, fill.time, fill.bar, fill.quantity, fill.price,
                     fill.commission);
}

Reference make_order(const engine::OrderUpdate& update) {
  const engine::Order& order = update.order;
  return make_record(order_type, order.id, order.submitted, order.quantity, order.closes_position,
                     engine::to_string(update.status), update.reason);
}

Reference make_trades(const std::vector<engine::Trade>& trades) {
  Reference list = checked(PyList_New(static_cast<Py_ssize_t>(trades.size())));
  for (std::size_t i = 0; i < trades.size(); ++i) {
    PyList_SET_ITEM(list.get(), static_cast<Py_ssize_t>(i), make_trade(trades[i]).release());
  }
  return list;
}

}  // namespace taipan::scripting
