#include "indicators/operators/moving_average.h"

#include <algorithm>
#include <string_view>

#include "indicators/core/indicator.h"
#include "indicators/operators/linear_recurrence.h"

namespace taipan {
namespace {

// The family's own dispatcher.
constexpr std::string_view dispatcher = "ma";

bool is_period(const ParameterSpec& spec) { return spec.kind == ParameterSpec::Kind::period; }

// An average of one series over one window: none that wants volume or two windows. Highs and lows
// may be the series itself; one without a window adapts it to the data.
bool averages_one_series(const Schema& schema) {
  const auto is_volume = [](const InputSpec& input) { return input.field == Field::volume; };
  return std::none_of(schema.inputs.begin(), schema.inputs.end(), is_volume) &&
         std::count_if(schema.parameters.begin(), schema.parameters.end(), is_period) <= 1;
}

}  // namespace

std::vector<std::string> moving_average_names() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : registry()) {
    if (std::string_view(entry.family) != "moving_averages") continue;
    if (entry.definition->name == dispatcher) continue;
    if (averages_one_series(schema_of(*entry.definition))) {
      names.emplace_back(entry.definition->name);
    }
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
