#include "indicators/operators/moving_average.h"

#include <string_view>

#include "indicators/core/indicator.h"
#include "indicators/operators/linear_recurrence.h"

namespace taipan {

std::vector<std::string> moving_average_names() {
  std::vector<std::string> names;
  for (const RegistryEntry& entry : registry()) {
    if (std::string_view(entry.family) == "moving_averages") {
      names.emplace_back(entry.definition->name);
    }
  }
  return names;
}

Series moving_average(const std::string& name, Series x, std::size_t period) {
  if (name == "ema") return ema(x, period);
  const Definition& definition = *find_indicator(name);
  Parameters parameters = schema_of(definition).defaults();
  parameters.front() = static_cast<std::int64_t>(period);
  return build(definition, x.graph(), {&x, 1}, parameters).outputs.front().series;
}

}  // namespace taipan
