#pragma once

#include <string>
#include <vector>

#include "engine/csv/bars.h"
#include "engine/run_result.h"
#include "scripting/host.h"

namespace taipan::cli {

// All that is told about a finished run.
struct RunReport {
  std::string file;      // of the strategy
  std::string strategy;  // its class
  std::vector<scripting::StrategyParameter> parameters;
  std::string data;
  double commission = 0;
  double seconds_load = 0;
  double seconds_run = 0;
  engine::RunResult result;
};

// For people: the rules of the run and a table of statistics, with their definitions if wanted.
std::string text_report(const RunReport& report, bool explain);

// For programs: one JSON object. What is undefined is null.
std::string json_report(const RunReport& report);

}  // namespace taipan::cli
