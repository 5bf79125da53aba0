#include "cli/indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "cli/suggest.h"
#include "cli/usage_error.h"
#include "indicators/core/definition.h"

namespace taipan::cli {
namespace {

using Json = nlohmann::ordered_json;
using Kind = ParameterSpec::Kind;

Json json_of(const Value& value) {
  return std::visit([](const auto& concrete) { return Json(concrete); }, value);
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::period:
      return "period";
    case Kind::integer:
      return "integer";
    case Kind::real:
      return "real";
    case Kind::text:
      return "text";
  }
  return {};
}

Json json_of(const ParameterSpec& parameter) {
  Json json{{"name", parameter.name},
            {"kind", name_of(parameter.kind)},
            {"default", json_of(parameter.default_value)},
            {"rule", rule_of(parameter)}};
  // An infinite bound is none; JSON has no infinity and shows null.
  if (parameter.kind != Kind::text) {
    json["minimum"] = parameter.minimum;
    json["maximum"] = parameter.maximum;
  }
  return json;
}

Json json_of(const Schema& schema) {
  Json json{{"name", schema.name},
            {"title", schema.title},
            {"family", schema.family},
            {"inputs", Json::array()},
            {"parameters", Json::array()},
            {"outputs", Json::array()},
            {"warmup", schema.default_warmup},
            {"formula", schema.formula},
            {"source", schema.source}};
  for (const InputSpec& input : schema.inputs) {
    json["inputs"].push_back({{"name", input.name}, {"field", field_name(input.field)}});
  }
  for (const ParameterSpec& parameter : schema.parameters) {
    json["parameters"].push_back(json_of(parameter));
  }
  for (const OutputSpec& output : schema.outputs) json["outputs"].push_back(output.name);
  return json;
}

std::string text_of(const Schema& schema) {
  std::string text = fmt::format("{}: {} ({})\n", schema.name, schema.title, schema.family);
  const auto line = [&](std::string_view title, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "  {:<12}{}\n", title, value);
  };
  for (const InputSpec& input : schema.inputs) {
    line("input", fmt::format("{} (the bars' {} by default)", input.name, field_name(input.field)));
  }
  for (const ParameterSpec& parameter : schema.parameters) {
    line("parameter",
         fmt::format("{}; {} by default", rule_of(parameter), to_string(parameter.default_value)));
  }
  for (const OutputSpec& output : schema.outputs) line("output", output.name);
  line("warm-up",
       fmt::format("{} leading values are undefined with the defaults", schema.default_warmup));
  if (!schema.formula.empty()) line("formula", schema.formula);
  if (!schema.source.empty()) line("source", schema.source);
  return text;
}

std::map<std::string, std::vector<const Schema*>> by_family() {
  std::map<std::string, std::vector<const Schema*>> families;
  for (const RegistryEntry& entry : registry()) {
    families[entry.family].push_back(&schema_of(*entry.definition));
  }
  return families;
}

}  // namespace

std::string list_indicators(bool json) {
  if (json) {
    Json list = Json::array();
    for (const RegistryEntry& entry : registry()) {
      list.push_back(json_of(schema_of(*entry.definition)));
    }
    return list.dump(2) + "\n";
  }
  std::string text;
  for (const auto& [family, schemas] : by_family()) {
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", family);
    for (const Schema* schema : schemas) {
      text += fmt::format("  {:<22} {}\n", schema->name, schema->title);
    }
  }
  return text;
}

std::string show_indicator(const std::string& name, bool json) {
  const Definition* definition = find_indicator(name);
  if (definition == nullptr) {
    std::vector<std::string_view> names;
    for (const RegistryEntry& entry : registry()) names.emplace_back(entry.definition->name);
    throw UsageError(fmt::format("there is no indicator '{}'{}", name, suggestion(name, names)));
  }
  const Schema& schema = schema_of(*definition);
  return json ? json_of(schema).dump(2) + "\n" : text_of(schema);
}

}  // namespace taipan::cli
