#include <optional>

#include "scripting/extension/calls.h"
#include "scripting/extension/define.h"
#include "scripting/extension/entry.h"
#include "scripting/extension/errors.h"
#include "scripting/extension/inputs.h"
#include "scripting/extension/parameters.h"
#include "scripting/extension/results.h"

namespace taipan::scripting {
namespace {

// Below, giving the GIL away and waiting for it costs more than the work it would allow.
constexpr std::size_t gil_kept_below = 1000;

// A period beyond the data must not compile: it would ask for memory without bound.
std::shared_ptr<const Indicator> indicator_for(Entry& entry, const Parameters& parameters,
                                               const InputArrays& inputs) {
  if (auto found = entry.compiled.find(parameters)) return found;
  check_call(entry.schema, parameters, 0, inputs.data(), inputs.lengths());
  return compiled_indicator(entry, parameters);
}

Reference compute(const Indicator& indicator, const InputArrays& inputs, Kernel kernel) {
  const std::size_t first = check_call(*indicator.schema, indicator.parameters, indicator.needed,
                                       inputs.data(), inputs.lengths());
  const std::size_t size = inputs.size();
  const std::size_t outputs = indicator.schema->outputs.size();
  Results results = new_results(*indicator.schema, size);
  std::optional<WithoutGil> released;
  if (size >= gil_kept_below) released.emplace();
  run_single(indicator, {inputs.data(), {results.data.data(), outputs}, size, first}, kernel);
  return std::move(results.object);
}

}  // namespace

PyObject* call_single(PyObject* self, PyObject* const* values, Py_ssize_t count,
                      PyObject* keywords) {
  return guarded([&] {
    Entry& entry = entry_of_module(self);
    const Schema& schema = entry.schema;
    Arguments arguments;
    entry.single.bind(values, count, keywords, arguments);
    if (PyObject* made = call_on_expressions(schema, arguments.data())) return made;
    PyObject* const* settings = arguments.data() + schema.inputs.size();
    const Kernel kernel = read_kernel(schema.name, arguments[entry.single.size() - 1]);
    const Parameters parameters = read_parameters(schema, Call::single, settings);
    const InputArrays inputs(schema, arguments.data());
    const auto indicator = indicator_for(entry, parameters, inputs);
    return compute(*indicator, inputs, kernel).release();
  });
}

}  // namespace taipan::scripting
