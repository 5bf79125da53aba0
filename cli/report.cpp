#include "cli/report.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "engine/statistics.h"

namespace taipan::cli {
namespace {

using Json = nlohmann::ordered_json;
using engine::EquityCurve;
using engine::OrderCounts;
using engine::StatisticDefinition;
using engine::Statistics;

std::string shown_value(const StatisticDefinition& definition, double value) {
  if (std::isnan(value)) return "-";
  return fmt::format("{:.{}f}", value, definition.decimals);
}

std::string order_line(const OrderCounts& orders) {
  std::string text = fmt::format("{} sent, {} filled", orders.submitted, orders.filled);
  if (orders.rejected != 0) text += fmt::format(", {} rejected", orders.rejected);
  if (orders.cancelled != 0) text += fmt::format(", {} cancelled", orders.cancelled);
  if (orders.unfilled != 0) text += fmt::format(", {} unfilled at the end", orders.unfilled);
  return text;
}

std::string parameter_line(const std::vector<scripting::StrategyParameter>& parameters) {
  std::string text;
  for (const auto& parameter : parameters) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", parameter.name, parameter.value);
  }
  return text;
}

// Numbers as numbers, where JSON can say them.
Json json_of(const std::vector<scripting::StrategyParameter>& parameters) {
  Json json = Json::object();
  for (const auto& parameter : parameters) {
    const bool is_number = parameter.type == "int" || parameter.type == "float";
    const bool readable = is_number && Json::accept(parameter.value);
    json[parameter.name] = readable ? Json::parse(parameter.value) : Json(parameter.value);
    if (parameter.type == "bool") json[parameter.name] = parameter.value == "True";
  }
  return json;
}

std::string span_line(const EquityCurve& equity) {
  if (equity.size() == 0) return "no bar";
  return fmt::format("{} bars, {} to {}", equity.size(), engine::format_time(equity.time.front()),
                     engine::format_time(equity.time.back()));
}

}  // namespace

std::string text_report(const RunReport& report, bool explain) {
  const auto& result = report.result;
  std::string text;
  const auto line = [&](std::string_view title, const std::string& value) {
    fmt::format_to(std::back_inserter(text), "{:<18} {}\n", title, value);
  };
  line("Strategy", fmt::format("{} of {}", report.strategy, report.file));
  if (!report.parameters.empty()) line("Parameters", parameter_line(report.parameters));
  line("Data", fmt::format("{}: {}", report.data, span_line(result.equity)));
  line("Rules",
       fmt::format("market orders fill at the next bar's open; commission {:.12g} % of the "
                   "notional; starting cash {}",
                   100 * report.commission, result.initial_cash));
  line("Orders", order_line(result.orders));
  if (result.position != 0) line("Still held", fmt::format("{}", result.position));
  text += '\n';
  const Statistics statistics = engine::compute_statistics(result);
  for (const StatisticDefinition& definition : engine::statistic_definitions()) {
    const std::string value = shown_value(definition, statistics.*definition.value);
    fmt::format_to(std::back_inserter(text), "{:<18} {:>14}{}\n", definition.title, value,
                   definition.unit == "%" && value != "-" ? " %" : "");
    if (explain) text += fmt::format("    {}\n", definition.definition);
  }
  return text;
}

std::string json_report(const RunReport& report) {
  const auto& result = report.result;
  const auto& equity = result.equity;
  Json json;
  json["strategy"] = report.strategy;
  json["file"] = report.file;
  json["parameters"] = json_of(report.parameters);
  json["data"] = report.data;
  json["bars"] = equity.size();
  json["start"] = nullptr;
  json["end"] = nullptr;
  if (equity.size() != 0) {
    json["start"] = engine::format_full_time(equity.time.front());
    json["end"] = engine::format_full_time(equity.time.back());
  }
  json["seconds"] = {{"load", report.seconds_load}, {"run", report.seconds_run}};
  json["trades"] = result.trades.size();
  json["orders"] = {{"submitted", result.orders.submitted},
                    {"filled", result.orders.filled},
                    {"rejected", result.orders.rejected},
                    {"cancelled", result.orders.cancelled},
                    {"unfilled", result.orders.unfilled}};
  json["position"] = result.position;
  const Statistics statistics = engine::compute_statistics(result);
  for (const StatisticDefinition& definition : engine::statistic_definitions()) {
    json["statistics"][std::string(definition.key)] = statistics.*definition.value;
  }
  if (result.failure) {
    json["error"] = {{"callback", result.failure->callback},
                     {"time", engine::format_full_time(result.failure->time)},
                     {"text", result.failure->text}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace taipan::cli
