#include "scripting/extension/entry.h"

#include "scripting/extension/docs.h"
#include "scripting/extension/errors.h"

namespace taipan::scripting {
namespace {

std::vector<std::string> input_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const InputSpec& input : schema.inputs) names.push_back(input.name);
  return names;
}

std::vector<std::string> parameter_names(const Schema& schema, Call call) {
  std::vector<std::string> names;
  for (const ParameterSpec& parameter : schema.parameters) {
    if (parameter.appears_in(call)) names.push_back(parameter.name);
  }
  return names;
}

std::vector<std::string> range_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const ParameterSpec& parameter : schema.parameters) {
    if (!parameter.appears_in(Call::batch)) continue;
    for (std::string& name : range_arguments(parameter)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<std::string> with(std::vector<std::string> names, const char* last) {
  names.emplace_back(last);
  return names;
}

std::vector<std::string> bank_names(const Schema& schema) {
  std::vector<std::string> names = with(parameter_names(schema, Call::stream), "kernel");
  names.insert(names.begin(), "symbols");
  return names;
}

std::vector<std::string> call_names(std::vector<std::string> names,
                                    const std::vector<std::string>& settings) {
  names.insert(names.end(), settings.begin(), settings.end());
  names.push_back("kernel");
  return names;
}

}  // namespace

PyModuleDef entry_module_definition = {PyModuleDef_HEAD_INIT,
                                       "taipan._taipan",
                                       nullptr,
                                       sizeof(Entry*),
                                       nullptr,
                                       nullptr,
                                       nullptr,
                                       nullptr,
                                       nullptr};

Entry::Entry(const Definition& indicator)
    : definition(indicator),
      schema(schema_of(indicator)),
      batch_name(schema.name + "_batch"),
      stream_name(schema.stream_name + "Stream"),
      bank_name(schema.stream_name + "Bank"),
      single(schema.name, call_names(input_names(schema), parameter_names(schema, Call::single)),
             schema.inputs.size()),
      batch(batch_name, call_names(batch_inputs(schema), range_names(schema)),
            schema.inputs.size()),
      create(stream_name, parameter_names(schema, Call::stream), 0),
      update("update", row_names(schema), schema.inputs.size()),
      create_bank(bank_name, bank_names(schema), 1),
      update_bank("update", with(input_names(schema), "out"), schema.inputs.size()) {}

std::shared_ptr<const Indicator> CompiledCache::find(const Parameters& parameters) const {
  for (const auto& indicator : indicators_) {
    if (indicator && indicator->parameters == parameters) return indicator;
  }
  return nullptr;
}

void CompiledCache::keep(std::shared_ptr<const Indicator> indicator) {
  indicators_[next_] = std::move(indicator);
  next_ = (next_ + 1) % kept;
}

std::shared_ptr<const Indicator> compiled_indicator(Entry& entry, const Parameters& parameters) {
  if (auto found = entry.compiled.find(parameters)) return found;
  auto made = Indicator::make(entry.definition, parameters);
  entry.compiled.keep(made);
  return made;
}

Reference make_entry_module(Entry& entry) {
  Reference module = checked(PyModule_Create(&entry_module_definition));
  *static_cast<Entry**>(PyModule_GetState(module.get())) = &entry;
  return module;
}

}  // namespace taipan::scripting
