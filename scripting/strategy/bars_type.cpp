#include "scripting/strategy/bars_type.h"

#include <structmember.h>

#include <cstddef>

#include "scripting/extension/errors.h"
#include "scripting/strategy/series_type.h"

namespace taipan::scripting {
namespace {

PyTypeObject* bars_type = nullptr;

struct BarsObject {
  PyObject_HEAD  // NOLINT: the macro brings its own semicolon
      PyObject* time;
  PyObject* fields[5];  // in the order of Field
};

constexpr Py_ssize_t field(Field which) {
  return static_cast<Py_ssize_t>(offsetof(BarsObject, fields)) +
         static_cast<Py_ssize_t>(which) * static_cast<Py_ssize_t>(sizeof(PyObject*));
}

PyMemberDef members[] = {{"time", T_OBJECT_EX, offsetof(BarsObject, time), READONLY,
                          "The bars' stamps, in nanoseconds since 1970, UTC."},
                         {"open", T_OBJECT_EX, field(Field::open), READONLY, nullptr},
                         {"high", T_OBJECT_EX, field(Field::high), READONLY, nullptr},
                         {"low", T_OBJECT_EX, field(Field::low), READONLY, nullptr},
                         {"close", T_OBJECT_EX, field(Field::close), READONLY, nullptr},
                         {"volume", T_OBJECT_EX, field(Field::volume), READONLY, nullptr},
                         {nullptr, 0, 0, 0, nullptr}};

Py_ssize_t length(PyObject* self) {
  PyObject* time = reinterpret_cast<BarsObject*>(self)->time;
  return static_cast<Py_ssize_t>(as_series(time)->size());
}

PyObject* represent(PyObject* self) {
  return PyUnicode_FromFormat("<Bars: %zd so far>", length(self));
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  auto* bars = reinterpret_cast<BarsObject*>(self);
  Py_XDECREF(bars->time);
  for (PyObject* column : bars->fields) Py_XDECREF(column);
  type->tp_free(self);
  Py_DECREF(type);
}

}  // namespace

PyTypeObject* make_bars_type() {
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("The closed bars, one series a field.")},
                         {Py_tp_members, members},
                         {Py_tp_repr, reinterpret_cast<void*>(represent)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
                         {Py_mp_length, reinterpret_cast<void*>(length)},
                         {0, nullptr}};
  PyType_Spec spec = {"taipan.Bars", sizeof(BarsObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
  bars_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
  return bars_type;
}

Reference make_bars(const std::shared_ptr<const Run>& run) {
  Reference self = checked(bars_type->tp_alloc(bars_type, 0));
  auto* bars = reinterpret_cast<BarsObject*>(self.get());
  bars->time = make_time_series(run).release();
  for (const Field which : {Field::open, Field::high, Field::low, Field::close, Field::volume}) {
    bars->fields[static_cast<std::size_t>(which)] = make_series(run, which).release();
  }
  return self;
}

}  // namespace taipan::scripting
