#include "scripting/extension/timing.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "indicators/core/indicator.h"
#include "scripting/extension/define.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/inputs.h"
#include "scripting/extension/parameters.h"
#include "scripting/extension/results.h"

namespace taipan::scripting {
namespace {

// Checks belong to the work: a C++ caller makes them too.
double shortest_run(const Indicator& indicator, const InputArrays& inputs,
                    std::span<double* const> outputs, long repeats) {
  using Clock = std::chrono::steady_clock;
  double shortest = std::numeric_limits<double>::infinity();
  for (long i = 0; i < repeats; ++i) {
    const Clock::time_point begin = Clock::now();
    const std::size_t first = check_call(*indicator.schema, indicator.parameters, indicator.needed,
                                         inputs.data(), inputs.lengths());
    run_single(indicator, {inputs.data(), outputs, inputs.size(), first}, Kernel::automatic);
    shortest = std::min(shortest, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return shortest;
}

void check_count(PyObject* tuple, std::size_t count, const char* what) {
  if (static_cast<std::size_t>(PyTuple_GET_SIZE(tuple)) == count) return;
  raise(PyExc_ValueError, std::string(what) + " must be " + std::to_string(count));
}

}  // namespace

const char native_seconds_doc[] =
    "_native_seconds($module, name, inputs, parameters, repeats)\n--\n\n"
    "The shortest of `repeats` runs into memory that is already there, without Python.";

PyObject* native_seconds(PyObject*, PyObject* arguments) {
  return guarded([&] {
    const char* name;
    PyObject *arrays, *settings;
    long repeats;
    if (!PyArg_ParseTuple(arguments, "sO!O!l", &name, &PyTuple_Type, &arrays, &PyTuple_Type,
                          &settings, &repeats)) {
      throw PythonError{};
    }
    const Definition* definition = find_definition(name);
    if (definition == nullptr) raise(PyExc_ValueError, std::string("no indicator ") + name);
    const Schema& schema = schema_of(*definition);
    check_count(arrays, schema.inputs.size(), "inputs");
    check_count(settings, count_of(schema, Call::single), "parameters");
    const auto indicator = Indicator::make(
        *definition, read_parameters(schema, Call::single, PySequence_Fast_ITEMS(settings)));
    const InputArrays inputs(schema, PySequence_Fast_ITEMS(arrays));
    const Results results = new_results(schema, inputs.size());
    const std::span<double* const> outputs(results.data.data(), schema.outputs.size());
    return PyFloat_FromDouble(shortest_run(*indicator, inputs, outputs, repeats));
  });
}

}  // namespace taipan::scripting
