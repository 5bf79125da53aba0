#include "scripting/strategy/series_type.h"

#include <fmt/format.h>

#include <new>

#include "scripting/extension/errors.h"
#include "scripting/strategy/series_views.h"

namespace taipan::scripting {
namespace {

PyTypeObject* series_type = nullptr;

const SeriesObject& series_of(PyObject* self) { return *reinterpret_cast<SeriesObject*>(self); }

PyObject* item(const SeriesObject& series, std::size_t index) {
  if (series.is_time) {
    return PyLong_FromLongLong(static_cast<const engine::Timestamp*>(series.data)[index]);
  }
  return PyFloat_FromDouble(static_cast<const double*>(series.data)[index]);
}

PyObject* item_at(PyObject* self, Py_ssize_t index) {
  const SeriesObject& series = series_of(self);
  const auto size = static_cast<Py_ssize_t>(series.size());
  const Py_ssize_t place = index < 0 ? index + size : index;
  if (place < 0 || place >= size) {
    return PyErr_Format(PyExc_IndexError, "index %zd: %zd bars are known so far", index, size);
  }
  return item(series, static_cast<std::size_t>(place));
}

PyObject* subscript(PyObject* self, PyObject* key) {
  // s[-1] is what strategies do at every bar.
  if (PyLong_CheckExact(key)) {
    const Py_ssize_t index = PyLong_AsSsize_t(key);
    if (index != -1 || !PyErr_Occurred()) return item_at(self, index);
    PyErr_Clear();
  }
  if (PySlice_Check(key)) return slice_view(self, series_of(self), key);
  const Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
  if (index == -1 && PyErr_Occurred()) return nullptr;
  return item_at(self, index);
}

// The protocol of sequences: here a negative index already had the length added.
PyObject* sequence_item(PyObject* self, Py_ssize_t index) {
  return item_at(self, index < 0 ? PY_SSIZE_T_MIN / 2 : index);
}

Py_ssize_t length(PyObject* self) { return static_cast<Py_ssize_t>(series_of(self).size()); }

PyObject* values(PyObject* self, void*) { return whole_view(self, series_of(self)); }

PyObject* to_float(PyObject* self) {
  const SeriesObject& series = series_of(self);
  if (series.size() == 0) return item_at(self, -1);
  return PyFloat_FromDouble(series.value(series.size() - 1));
}

// Without it int() would read the buffer's bytes as digits.
PyObject* to_int(PyObject* self) {
  const Reference last(item_at(self, -1));
  return last ? PyNumber_Long(last.get()) : nullptr;
}

// Like the last value, but format(s) stays str(s).
PyObject* format(PyObject* self, PyObject* specification) {
  if (!PyUnicode_Check(specification)) {
    return PyErr_Format(PyExc_TypeError, "__format__: the specification must be a str, got %R",
                        specification);
  }
  if (PyUnicode_GET_LENGTH(specification) == 0) return PyObject_Str(self);
  const Reference last(item_at(self, -1));
  return last ? PyObject_Format(last.get(), specification) : nullptr;
}

// The other side of a comparison: a series, or a number for every bar.
struct Operand {
  const SeriesObject* series;
  double number;

  double value(std::size_t index) const { return series ? series->value(index) : number; }
  bool was_warm(std::size_t index) const { return !series || series->was_warm(index); }
};

// False with the error set when `object` is neither.
bool read_operand(PyObject* object, Operand& operand) {
  operand = {as_series(object), 0};
  if (operand.series != nullptr) return true;
  operand.number = PyFloat_AsDouble(object);
  return operand.number != -1.0 || !PyErr_Occurred();
}

// A touch belongs to the side it came from: from at or below to above is a crossing.
PyObject* crosses(PyObject* self, PyObject* object, bool above) {
  Operand other;
  if (!read_operand(object, other)) return nullptr;
  const SeriesObject& series = series_of(self);
  if (series.size() < 2) Py_RETURN_FALSE;
  const std::size_t last = series.size() - 1;
  const bool known = series.was_warm(last - 1) && other.was_warm(last - 1);
  if (!known || !series.was_warm(last) || !other.was_warm(last)) Py_RETURN_FALSE;
  const double before = series.value(last - 1);
  const double now = series.value(last);
  const double other_before = other.value(last - 1);
  const double other_now = other.value(last);
  const bool crossed =
      above ? before <= other_before && now > other_now : before >= other_before && now < other_now;
  return PyBool_FromLong(crossed);
}

PyObject* crosses_above(PyObject* self, PyObject* other) { return crosses(self, other, true); }
PyObject* crosses_below(PyObject* self, PyObject* other) { return crosses(self, other, false); }

PyObject* compare(PyObject* self, PyObject* object, int operation) {
  const bool is_identity = operation == Py_EQ || operation == Py_NE;
  const SeriesObject& series = series_of(self);
  if (is_identity || (as_series(object) == nullptr && !PyNumber_Check(object))) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  if (series.size() == 0) return item_at(self, -1);
  Operand other;
  if (!read_operand(object, other)) return nullptr;
  const std::size_t last = series.size() - 1;
  Py_RETURN_RICHCOMPARE(series.value(last), other.value(last), operation);
}

PyObject* represent(PyObject* self) {
  const SeriesObject& series = series_of(self);
  if (series.size() == 0) return PyUnicode_FromString("<LiveSeries of 0 bars>");
  return guarded([&series] {
    const std::size_t size = series.size();
    const std::string text =
        fmt::format("<LiveSeries of {} bars, the last {}>", size, series.value(size - 1));
    return PyUnicode_FromString(text.c_str());
  });
}

void destroy(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  reinterpret_cast<SeriesObject*>(self)->run.~shared_ptr();
  type->tp_free(self);
  Py_DECREF(type);
}

int fill_buffer(PyObject* self, Py_buffer* buffer, int flags) {
  return get_buffer(self, series_of(self), buffer, flags);
}

PyMethodDef methods[] = {
    {"crosses_above", crosses_above, METH_O,
     "crosses_above($self, other, /)\n--\n\n"
     "Whether it went from at or below `other`, a series or a number, to above it at this bar.\n"
     "False unless both were warm at this bar and the one before."},
    {"crosses_below", crosses_below, METH_O,
     "crosses_below($self, other, /)\n--\n\n"
     "Whether it went from at or above `other`, a series or a number, to below it at this bar.\n"
     "False unless both were warm at this bar and the one before."},
    {"__format__", format, METH_O,
     "__format__($self, specification, /)\n--\n\nThe last value: f\"{s:.2f}\"."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef properties[] = {
    {"values", values, nullptr,
     "A read-only NumPy view on the values so far; it does not grow, ask again at the next bar.",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

constexpr char doc[] =
    "Values, one a bar, up to the present one. s[-1] is the last as a float, s[-20:] and s.values\n"
    "are read-only NumPy views, s > t compares the last values.";

Reference make(std::shared_ptr<const Run> run, const void* data, bool is_time,
               engine::LineSource source) {
  Reference self = checked(series_type->tp_alloc(series_type, 0));
  auto* series = reinterpret_cast<SeriesObject*>(self.get());
  new (&series->run) std::shared_ptr<const Run>(std::move(run));
  series->data = data;
  series->is_time = is_time;
  new (&series->source) engine::LineSource(source);
  return self;
}

const double* column_of(const engine::BarColumns& columns, Field field) {
  const std::vector<double>* const all[] = {&columns.open, &columns.high, &columns.low,
                                            &columns.close, &columns.volume};
  return all[static_cast<std::size_t>(field)]->data();
}

}  // namespace

PyTypeObject* make_series_type() {
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>(doc)},
                         {Py_tp_methods, methods},
                         {Py_tp_getset, properties},
                         {Py_tp_repr, reinterpret_cast<void*>(represent)},
                         {Py_tp_richcompare, reinterpret_cast<void*>(compare)},
                         {Py_tp_hash, reinterpret_cast<void*>(PyBaseObject_Type.tp_hash)},
                         {Py_tp_dealloc, reinterpret_cast<void*>(destroy)},
                         {Py_mp_subscript, reinterpret_cast<void*>(subscript)},
                         {Py_mp_length, reinterpret_cast<void*>(length)},
                         {Py_sq_item, reinterpret_cast<void*>(sequence_item)},
                         {Py_sq_length, reinterpret_cast<void*>(length)},
                         {Py_nb_float, reinterpret_cast<void*>(to_float)},
                         {Py_nb_int, reinterpret_cast<void*>(to_int)},
                         {Py_bf_getbuffer, reinterpret_cast<void*>(fill_buffer)},
                         {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                         {0, nullptr}};
  PyType_Spec spec = {"taipan.LiveSeries", sizeof(SeriesObject), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_SEQUENCE,
                      slots};
  series_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
  return series_type;
}

const SeriesObject* as_series(PyObject* object) {
  if (!Py_IS_TYPE(object, series_type)) return nullptr;
  return reinterpret_cast<const SeriesObject*>(object);
}

Reference make_series(std::shared_ptr<const Run> run, engine::LineSource source) {
  const auto* field = std::get_if<Field>(&source);
  const double* data = field != nullptr ? column_of(*run->columns, *field)
                                        : run->indicators->column(std::get<engine::LineId>(source));
  return make(std::move(run), data, false, source);
}

Reference make_time_series(std::shared_ptr<const Run> run) {
  const engine::Timestamp* data = run->columns->time.data();
  return make(std::move(run), data, true, Field::close);
}

}  // namespace taipan::scripting
