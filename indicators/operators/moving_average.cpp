#include "indicators/operators/moving_average.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "indicators/core/indicator.h"
#include "indicators/operators/linear_recurrence.h"

namespace taipan {
namespace {

// Averages that adapt to their data are not offered: on a line that has become level, as
// oscillators do, they follow rounding errors, which differ from one way of computing to another.
constexpr std::array<std::string_view, 3> adaptive{"frama", "kama", "mama"};

// The dispatcher itself.
constexpr std::string_view dispatcher = "ma";

bool is_period(const ParameterSpec& spec) { return spec.kind == ParameterSpec::Kind::period; }

// An average of one series over at most one window: none that wants volume or two windows. Highs
// and lows may be the series itself.
bool averages_one_series(const Schema& schema) {
  const auto is_volume = [](const InputSpec& input) { return input.field == Field::volume; };
  return std::none_of(schema.inputs.begin(), schema.inputs.end(), is_volume) &&
         std::count_if(schema.parameters.begin(), schema.parameters.end(), is_period) <= 1;
}

bool adapts(const std::string& name) {
  return std::find(adaptive.begin(), adaptive.end(), name) != adaptive.end();
}

}  // namespace

std::vector<std::string> every_moving_average_name() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : registry()) {
    const std::string_view name = entry.definition->name;
    if (std::string_view(entry.family) != "moving_averages" || name == dispatcher) continue;
    if (averages_one_series(schema_of(*entry.definition))) names.emplace_back(name);
  }
  return names;
}

std::vector<std::string> moving_average_names() {
  std::vector<std::string> names = every_moving_average_name();
  std::erase_if(names, adapts);
  return names;
}

NamedAverage named_average(const std::string& name, Series x, std::size_t period) {
  const Definition& definition = *find_indicator(name);
  const Schema& schema = schema_of(definition);
  Parameters parameters = schema.defaults();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (is_period(schema.parameters[i])) parameters[i] = static_cast<std::int64_t>(period);
  }
  check_parameters(schema, parameters);
  const std::vector<Series> inputs(schema.inputs.size(), x);
  const Built built = build(definition, x.graph(), inputs, parameters);
  return {built.outputs.front().series, built.needed};
}

Series moving_average(const std::string& name, Series x, std::size_t period) {
  return name == "ema" ? ema(x, period) : named_average(name, x, period).average;
}

}  // namespace taipan
