#include "scripting/strategy/bar_type.h"

#include <fmt/format.h>
#include <structmember.h>

#include <cstddef>

#include "scripting/extension/errors.h"
#include "scripting/strategy/datetime.h"

namespace taipan::scripting {
namespace {

PyTypeObject* bar_type = nullptr;

template <std::size_t offset>
constexpr Py_ssize_t field = static_cast<Py_ssize_t>(offsetof(BarObject, bar) + offset);

PyMemberDef members[] = {
    {"time", T_LONGLONG, field<offsetof(engine::Bar, time)>, READONLY,
     "The stamp that the data carries, in nanoseconds since 1970, UTC."},
    {"open", T_DOUBLE, field<offsetof(engine::Bar, open)>, READONLY, nullptr},
    {"high", T_DOUBLE, field<offsetof(engine::Bar, high)>, READONLY, nullptr},
    {"low", T_DOUBLE, field<offsetof(engine::Bar, low)>, READONLY, nullptr},
    {"close", T_DOUBLE, field<offsetof(engine::Bar, close)>, READONLY, nullptr},
    {"volume", T_DOUBLE, field<offsetof(engine::Bar, volume)>, READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};

const engine::Bar& bar_of(PyObject* self) { return reinterpret_cast<BarObject*>(self)->bar; }

PyObject* datetime(PyObject* self, void*) { return to_datetime(bar_of(self).time); }

PyGetSetDef properties[] = {
    {"datetime", datetime, nullptr, "The same as a datetime.datetime in UTC.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyObject* represent(PyObject* self) {
  return guarded([self] {
    const engine::Bar& bar = bar_of(self);
    const std::string text = fmt::format("Bar({}, open={}, high={}, low={}, close={}, volume={})",
                                         engine::format_time(bar.time), bar.open, bar.high, bar.low,
                                         bar.close, bar.volume);
    return PyUnicode_FromString(text.c_str());
  });
}

}  // namespace

PyTypeObject* make_bar_type() {
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("One closed bar.")},
                         {Py_tp_members, members},
                         {Py_tp_getset, properties},
                         {Py_tp_repr, reinterpret_cast<void*>(represent)},
                         {0, nullptr}};
  PyType_Spec spec = {"taipan.Bar", sizeof(BarObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
  bar_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
  return bar_type;
}

void ReusedBar::renew() { object_ = checked(bar_type->tp_alloc(bar_type, 0)); }

}  // namespace taipan::scripting
