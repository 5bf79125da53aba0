#define TAIPAN_IMPORTS_NUMPY
#include "scripting/extension/module.h"

#include <tbb/info.h>

#include "scripting/extension/define.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/export.h"
#include "scripting/extension/information.h"
#include "scripting/extension/settings.h"
#include "scripting/extension/timing.h"
#include "scripting/strategy/types.h"
#include "taipan_version.h"

namespace taipan::scripting {
namespace {

// Beyond it the scheduler's own tables no longer fit into memory.
constexpr Py_ssize_t most_threads = 1024;

void add(PyObject* module, const std::string& name, Reference value) {
  if (PyModule_AddObjectRef(module, name.c_str(), value.get()) < 0) throw PythonError{};
}

PyObject* indicators(PyObject*, PyObject*) {
  return guarded([] { return describe_indicators().release(); });
}

PyObject* kernels(PyObject*, PyObject*) {
  return guarded([] {
    const std::vector<Kernel> supported = supported_kernels();
    Reference list = checked(PyList_New(0));
    for (const Kernel kernel : supported) {
      const std::string name(kernel_name(kernel));
      const Reference item = checked(PyUnicode_FromString(name.c_str()));
      if (PyList_Append(list.get(), item.get()) < 0) throw PythonError{};
    }
    return list.release();
  });
}

PyObject* set_num_threads(PyObject*, PyObject* number) {
  const Py_ssize_t threads = PyNumber_AsSsize_t(number, nullptr);  // clips what is too large
  if (threads == -1 && PyErr_Occurred()) return nullptr;
  if (threads < 0 || threads > most_threads) {
    return PyErr_Format(PyExc_ValueError,
                        "set_num_threads: n = %R is not allowed: it must be at least 0 and at "
                        "most %zd",
                        number, most_threads);
  }
  set_sweep_threads(static_cast<std::size_t>(threads));
  Py_RETURN_NONE;
}

PyObject* get_num_threads(PyObject*, PyObject*) {
  const std::size_t threads = sweep_threads();
  if (threads > 0) return PyLong_FromSize_t(threads);
  return PyLong_FromLong(tbb::info::default_concurrency());
}

PyMethodDef functions[] = {
    {"indicators", indicators, METH_NOARGS,
     "indicators($module)\n--\n\n"
     "Every indicator: a dict of name -> title, family, inputs, parameters, outputs and so on."},
    {"kernels", kernels, METH_NOARGS,
     "kernels($module)\n--\n\nThe instruction sets of this processor, the slowest first."},
    {"set_num_threads", set_num_threads, METH_O,
     "set_num_threads($module, n, /)\n--\n\nHow many threads a sweep may use; 0 means every core."},
    {"get_num_threads", get_num_threads, METH_NOARGS,
     "get_num_threads($module)\n--\n\nHow many threads a sweep may use."},
    {"_define", define_indicator, METH_VARARGS, nullptr},
    {"_set_expressions", set_expressions, METH_VARARGS, nullptr},
    {"_native_seconds", native_seconds, METH_VARARGS, native_seconds_doc},
    {nullptr, nullptr, 0, nullptr}};

PyModuleDef module_definition = {PyModuleDef_HEAD_INIT,
                                 "taipan._taipan",
                                 "Indicators, from the registry.",
                                 -1,
                                 functions,
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 nullptr};

PyObject* make_module() {
  if (_import_array() < 0) return nullptr;
  return guarded([] {
    Reference module = checked(PyModule_Create(&module_definition));
    add(module.get(), "__version__", checked(PyUnicode_FromString(version)));
    for (const RegistryEntry& row : registry()) export_indicator(module.get(), *row.definition);
    add_strategy_types(module.get());
    return module.release();
  });
}

}  // namespace
}  // namespace taipan::scripting

PyMODINIT_FUNC PyInit__taipan() { return taipan::scripting::make_module(); }
