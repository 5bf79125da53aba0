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

bool is_period(const ParameterSpec& spec) { return spec.kind == ParameterSpec::Kind::period; }

// An average of one series over one window: none that wants volume, two windows or no window. Highs
// and lows may be the series itself.
bool averages_one_series(const Schema& schema) {
  const auto is_volume = [](const InputSpec& input) { return input.field == Field::volume; };
  return std::none_of(schema.inputs.begin(), schema.inputs.end(), is_volume) &&
         std::count_if(schema.parameters.begin(), schema.parameters.end(), is_period) == 1;
}

}  // namespace

std::vector<std::string> moving_average_names() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : registry()) {
    if (std::string_view(entry.family) != "moving_averages") continue;
    const std::string_view name = entry.definition->name;
    if (std::find(adaptive.begin(), adaptive.end(), name) != adaptive.end()) continue;
    if (averages_one_series(schema_of(*entry.definition))) names.emplace_back(name);
  }
  return names;
}

Series moving_average(const std::string& name, Series x, std::size_t period) {
  if (name == "ema") return ema(x, period);
  const Definition& definition = *find_indicator(name);
  const Schema& schema = schema_of(definition);
  Parameters parameters = schema.defaults();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (is_period(schema.parameters[i])) parameters[i] = static_cast<std::int64_t>(period);
  }
  const std::vector<Series> inputs(schema.inputs.size(), x);
  return build(definition, x.graph(), inputs, parameters).outputs.front().series;
}

}  // namespace taipan
