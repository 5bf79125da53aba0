#include "scripting/extension/parameters.h"

#include <algorithm>

#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

using Kind = ParameterSpec::Kind;

constexpr Py_ssize_t range_parts = 3;
constexpr std::string_view batch_suffix = "_batch";

[[noreturn]] void reject(const Place& place, const char* rule, PyObject* object) {
  PyErr_Clear();
  raise(PyExc_TypeError,
        place.function + ": " + place.argument + " must be " + rule + ", got " + describe(object));
}

bool is_boolean(PyObject* object) { return PyBool_Check(object) || PyArray_IsScalar(object, Bool); }

double read_real(const Place& place, PyObject* object) {
  if (PyFloat_CheckExact(object)) return PyFloat_AS_DOUBLE(object);
  if (is_boolean(object) || PyUnicode_Check(object)) reject(place, "a number", object);
  const double value = PyFloat_AsDouble(object);
  if (value == -1.0 && PyErr_Occurred()) reject(place, "a number", object);
  return value;
}

std::string read_text(const Place& place, PyObject* object) {
  if (!PyUnicode_Check(object)) reject(place, "a str", object);
  Py_ssize_t size = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(object, &size);
  if (utf8 == nullptr) throw PythonError{};
  return {utf8, static_cast<std::size_t>(size)};
}

Value read_value(const Schema& schema, const ParameterSpec& spec, PyObject* object) {
  if (object == nullptr || object == Py_None) return spec.default_value;
  const Place place{schema.name, spec.name};
  switch (spec.kind) {
    case Kind::real:
      return read_real(place, object);
    case Kind::text:
      return read_text(place, object);
    case Kind::period:
    case Kind::integer:
      break;
  }
  return read_integer(place, object);
}

// Ranges are of doubles, whatever the parameter is.
double read_number(const ParameterSpec& spec, const Place& place, PyObject* object) {
  if (spec.kind == Kind::real) return read_real(place, object);
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  const std::int64_t value = read_integer(place, object);
  if (value > exact || value < -exact) {
    raise(PyExc_ValueError,
          place.function + ": " + place.argument + " must fit 53 bits, got " + describe(object));
  }
  return static_cast<double>(value);
}

double default_number(const ParameterSpec& spec) {
  if (spec.kind == Kind::real) return std::get<double>(spec.default_value);
  return static_cast<double>(std::get<std::int64_t>(spec.default_value));
}

Range single(double value) { return {value, value, 0.0}; }

Range read_range(const ParameterSpec& spec, const Place& place, PyObject* object) {
  if (PyUnicode_Check(object) || !PySequence_Check(object)) {
    if (!PyNumber_Check(object)) reject(place, "a number or (start, end, step)", object);
    return single(read_number(spec, place, object));
  }
  const Reference parts = checked(PySequence_Tuple(object));
  if (PyTuple_GET_SIZE(parts.get()) != range_parts) {
    reject(place, "a number or (start, end, step)", object);
  }
  const auto part = [&](Py_ssize_t i) {
    return read_number(spec, place, PyTuple_GET_ITEM(parts.get(), i));
  };
  return {part(0), part(1), part(2)};
}

bool is_absent(PyObject* object) { return object == nullptr || object == Py_None; }

// An end alone is the start's, a step alone 0.
Range read_parts(const ParameterSpec& spec, const std::string& function, PyObject* const* parts) {
  const auto part = [&](std::size_t i, double absent) {
    const std::string argument = range_arguments(spec)[i];
    return is_absent(parts[i]) ? absent : read_number(spec, {function, argument}, parts[i]);
  };
  const double start = part(0, default_number(spec));
  return {start, part(1, start), part(2, 0.0)};
}

Axis read_texts(const ParameterSpec& spec, const Place& place, PyObject* object) {
  if (PyUnicode_Check(object)) return read_text(place, object);
  const char* rule = spec.is_swept() ? "a str or (start, end, step)" : "a str";
  if (!spec.is_swept() || !PySequence_Check(object)) reject(place, rule, object);
  const Reference parts = checked(PySequence_Tuple(object));
  if (PyTuple_GET_SIZE(parts.get()) != range_parts) reject(place, rule, object);
  const auto part = [&](Py_ssize_t i) { return PyTuple_GET_ITEM(parts.get(), i); };
  return TextRange{read_text(place, part(0)), read_text(place, part(1)),
                   read_integer(place, part(2))};
}

Axis default_axis(const ParameterSpec& spec) {
  if (spec.kind == Kind::text) return std::get<std::string>(spec.default_value);
  return single(default_number(spec));
}

Axis read_axis(const Schema& schema, const ParameterSpec& spec, PyObject* const* objects) {
  const std::string function = schema.name + std::string(batch_suffix);
  if (spec.range_in_parts) return read_parts(spec, function, objects);
  if (is_absent(*objects)) return default_axis(spec);
  const Place place{function, spec.batch_range};
  if (spec.kind == Kind::text) return read_texts(spec, place, *objects);
  return read_range(spec, place, *objects);
}

std::string allowed_kernels() {
  std::string names = "'auto'";
  for (const Kernel kernel : {Kernel::scalar, Kernel::avx2, Kernel::avx512}) {
    names += ", '" + std::string(kernel_name(kernel)) + "'";
  }
  return names;
}

}  // namespace

std::int64_t read_integer(const Place& place, PyObject* object) {
  if (is_boolean(object) || !PyIndex_Check(object)) reject(place, "an integer", object);
  const Reference index(PyNumber_Index(object));
  if (!index) reject(place, "an integer", object);
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(index.get(), &overflow);
  if (overflow != 0) {
    raise(PyExc_ValueError,
          place.function + ": " + place.argument + " must fit 64 bits, got " + describe(object));
  }
  return value;
}

std::size_t count_of(const Schema& schema, Call call) {
  const auto takes = [call](const ParameterSpec& spec) { return spec.appears_in(call); };
  return static_cast<std::size_t>(
      std::count_if(schema.parameters.begin(), schema.parameters.end(), takes));
}

Parameters read_parameters(const Schema& schema, Call call, PyObject* const* objects) {
  Parameters parameters;
  parameters.reserve(schema.parameters.size());
  for (const ParameterSpec& spec : schema.parameters) {
    parameters.push_back(spec.appears_in(call) ? read_value(schema, spec, *objects++)
                                               : spec.default_value);
  }
  return parameters;
}

std::vector<Axis> read_axes(const Schema& schema, PyObject* const* objects) {
  std::vector<Axis> axes;
  for (const ParameterSpec& spec : schema.parameters) {
    if (spec.appears_in(Call::batch)) {
      axes.push_back(read_axis(schema, spec, objects));
      objects += spec.range_in_parts ? range_parts : 1;
    } else {
      axes.push_back(default_axis(spec));
    }
  }
  return axes;
}

Kernel read_kernel(const std::string& function, PyObject* object) {
  if (object == nullptr || object == Py_None) return Kernel::automatic;
  const std::string argument = "kernel";
  std::string name = read_text({function, argument}, object);
  // The names of the library that the contract comes from, where a sweep has kernels of its own.
  if (name.ends_with(batch_suffix)) name.resize(name.size() - batch_suffix.size());
  const std::optional<Kernel> kernel = kernel_from_name(name);
  if (!kernel) {
    raise(PyExc_ValueError, function + ": kernel = " + describe(object) + " is unknown; None, " +
                                allowed_kernels() + " are allowed");
  }
  if (!is_supported(*kernel)) {
    raise(PyExc_ValueError,
          function + ": kernel = '" + name + "' is not supported by this processor");
  }
  return *kernel;
}

}  // namespace taipan::scripting
