#include "scripting/extension/stream_state.h"

#include <stdexcept>
#include <variant>

#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

void exchange_parameters(Archive& archive, Parameters& parameters) {
  for (Value& value : parameters) {
    std::visit([&archive](auto& plain) { archive(plain); }, value);
  }
}

}  // namespace

std::string write_state(const Indicator& indicator, std::string state) {
  Archive archive;
  std::string name = indicator.schema->name;
  SavedState saved{indicator.parameters, std::move(state)};
  archive(name);
  exchange_parameters(archive, saved.parameters);
  archive(saved.state);
  return archive.take();
}

SavedState read_state(const Schema& schema, std::string_view bytes) {
  Archive archive(bytes);
  if (archive.failed()) {
    throw std::invalid_argument("state: its " + std::to_string(bytes.size()) +
                                " bytes are incomplete or damaged");
  }
  std::string name;
  archive(name);
  if (name != schema.name) {
    throw std::invalid_argument("state: it is of '" + name + "', not '" + schema.name + "'");
  }
  // The defaults have the kinds that were written.
  SavedState saved{schema.defaults(), {}};
  exchange_parameters(archive, saved.parameters);
  archive(saved.state);
  if (!archive.complete()) throw std::invalid_argument("state: its bytes are inconsistent");
  return saved;
}

PyObject* reduce_to_state(PyObject* self, PyObject*) {
  return guarded([&] {
    const Reference make =
        checked(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(self)), "from_state"));
    const Reference bytes = checked(PyObject_CallMethod(self, "state", nullptr));
    Reference attributes(PyObject_GetAttrString(self, "__dict__"));
    if (!attributes) PyErr_Clear();
    return Py_BuildValue("O(O)O", make.get(), bytes.get(), attributes ? attributes.get() : Py_None);
  });
}

}  // namespace taipan::scripting
