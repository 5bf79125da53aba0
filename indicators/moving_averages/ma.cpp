#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "indicators/define.h"

namespace taipan {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string complaint(const std::string&, const std::string& type) {
  const std::string name = lower_case(type);
  static const std::vector<std::string> known = every_moving_average_name();
  if (is_among(name, known)) return "";
  if (is_among(name, {"buff_averages", "uma", "volume_adjusted_ma", "vpwma", "vwap", "vwma"})) {
    return name + " requires volume data, use the indicator directly";
  }
  if (name == "tradjema") return name + " requires high/low data, use the indicator directly";
  if (name == "ehlers_pma") return name + " returns dual outputs, use the indicator directly";
  return "Unknown moving average type: " + type;
}

const TextRule type_rule{"the name of a moving average of one series, in any case", &complaint};

}  // namespace
}  // namespace taipan

TAIPAN_INDICATOR(ma, "Moving Average by Name") {
  in.formula(
      "the moving average named `ma_type` over `period`, its other parameters at their defaults; "
      "the first output of several, and the period ignored where there is none");
  in.message(Check::empty, "input data is empty");
  in.message(Check::all_nan, "all input values are NaN");
  in.message(Check::period, "invalid period {period} for data length {data_len}");
  in.message(Check::enough, "not enough valid data: needed {needed}, found {valid}");
  in.range_message("invalid range: start={start}, end={end}, step={step}");
  auto data = in.series("data", Field::close);
  auto type = in.text("ma_type", "sma", type_rule, every_moving_average_name());
  auto period = in.period("period", 14);

  const NamedAverage named = named_average(lower_case(type), data, period);
  in.needs(named.needed);
  return named.average;
}
