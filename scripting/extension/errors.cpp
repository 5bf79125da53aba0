#include "scripting/extension/errors.h"

#include <new>
#include <stdexcept>

#include "indicators/core/indicator.h"

namespace taipan::scripting {
namespace {

constexpr std::size_t longest_description = 60;

// The text of the error is the contract's; the rule in words goes into a note below it.
void set_invalid_input(const InvalidInput& error) {
  PyErr_SetString(PyExc_ValueError, error.what());
  if (error.rule().empty()) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  const Reference done(PyObject_CallMethod(value, "add_note", "s", error.rule().c_str()));
  if (!done) PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}

}  // namespace

void raise(PyObject* type, const std::string& text) {
  PyErr_SetString(type, text.c_str());
  throw PythonError{};
}

void translate_exception() noexcept {
  try {
    throw;
  } catch (const PythonError&) {
  } catch (const InvalidInput& error) {
    set_invalid_input(error);
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::length_error&) {  // more than a container could ever hold
    PyErr_NoMemory();
  } catch (const std::invalid_argument& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
}

std::string describe(PyObject* object) {
  const Reference text(PyObject_Repr(object));
  const char* utf8 = text ? PyUnicode_AsUTF8(text.get()) : nullptr;
  if (utf8 == nullptr) PyErr_Clear();
  std::string shown = utf8 == nullptr ? "?" : utf8;
  if (shown.size() > longest_description) {
    std::size_t end = longest_description;
    while ((static_cast<unsigned char>(shown[end]) & 0xC0) == 0x80) --end;
    shown = shown.substr(0, end) + "...";
  }
  return shown + " (" + Py_TYPE(object)->tp_name + ")";
}

}  // namespace taipan::scripting
