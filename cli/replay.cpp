#include "cli/replay.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <limits>
#include <memory>
#include <utility>

#include "cli/exit_code.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/say.h"
#include "cli/usage_error.h"
#include "engine/csv/bars.h"
#include "engine/engine.h"
#include "engine/writers.h"
#include "scripting/host.h"

namespace taipan::cli {
namespace {

using engine::Timestamp;

constexpr double kDefaultCash = 10'000;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

engine::CalendarTime parse_limit(std::string_view option, const std::string& text) {
  const auto time = engine::parse_calendar_time(text);
  if (time) return *time;
  throw UsageError(
      fmt::format("--{}: '{}' is not a date such as 2000-01-03 or a time such as 2000-01-03T09:30",
                  option, text));
}

// The last day or moment is included.
Timestamp end_of(const engine::CalendarTime& limit) {
  return limit.time + (limit.has_time_of_day ? 1 : engine::kDay);
}

struct Interval {
  Timestamp from = std::numeric_limits<Timestamp>::min();
  Timestamp until = std::numeric_limits<Timestamp>::max();
};

Interval parse_interval(const ReplayArguments& arguments) {
  Interval interval;
  if (arguments.from) interval.from = parse_limit("from", *arguments.from).time;
  if (arguments.to) interval.until = end_of(parse_limit("to", *arguments.to));
  return interval;
}

void keep(const Interval& interval, const ReplayArguments& arguments, engine::LoadedBars& loaded) {
  if (!arguments.from && !arguments.to) return;
  loaded.bars.keep(interval.from, interval.until);
  if (!loaded.bars.empty()) return;
  throw UsageError(fmt::format(
      "--from {} --to {}: no bar lies between; the data runs from {} to {}",
      arguments.from.value_or("(start)"), arguments.to.value_or("(end)"),
      engine::format_time(loaded.report.first), engine::format_time(loaded.report.last)));
}

const std::string& required(std::string_view name, const std::optional<std::string>& value) {
  if (value) return *value;
  throw UsageError(fmt::format("{} is missing: give it on the command line or in --config", name));
}

// Before the run, so that an hour's work does not end at a directory that cannot be made.
void make_directory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    throw UsageError(fmt::format("--out: {} cannot be made: {}", path, error.message()));
  }
}

engine::RunResult run(engine::Strategy& strategy, engine::BarColumns bars,
                      const ReplayArguments& arguments, const ReplayDisplay& display) {
  ProgressBar progress(!display.quiet);
  engine::RunOptions options;
  options.cash = arguments.cash.value_or(kDefaultCash);
  options.commission = arguments.commission.value_or(0);
  options.progress = [&](std::size_t done, std::size_t all) { progress.show(done, all); };
  // Shared, because what a script keeps of its bars may outlive the run.
  const auto shared = std::make_shared<const engine::BarColumns>(std::move(bars));
  return engine::replay(shared, strategy, options);
}

void write_files(const std::string& directory, const engine::RunResult& result, bool quiet) {
  const std::filesystem::path path(directory);
  engine::write_file(path / "trades.csv", engine::trades_csv(result));
  engine::write_file(path / "equity.csv", engine::equity_csv(result));
  if (!quiet) {
    say("{} and equity.csv written\n", (path / "trades.csv").string());
  }
}

bool is_interruption(const engine::StrategyFailure& failure) {
  try {
    std::rethrow_exception(failure.exception);
  } catch (const scripting::StrategyInterrupted&) {
    return true;
  } catch (...) {
    return false;
  }
}

void print_failure(const engine::StrategyFailure& failure) {
  const std::string time = engine::format_time(failure.time);
  if (is_interruption(failure)) {
    say("taipan: interrupted at {}; results are those until then\n", time);
    return;
  }
  say("taipan: the strategy failed in {} at {}; results are those until then\n{}\n",
      failure.callback, time, failure.text);
}

}  // namespace

int replay(const ReplayArguments& arguments, const ReplayDisplay& display) {
  const Interval interval = parse_interval(arguments);
  RunReport report;
  report.file = required("the strategy", arguments.strategy);
  report.data = required("--data", arguments.data);
  report.commission = arguments.commission.value_or(0);
  if (arguments.out) make_directory(*arguments.out);

  const scripting::PythonHost host({.print_to_stderr = display.json});
  const auto loaded_strategy = host.load_strategy(report.file, arguments.parameters);
  report.strategy = loaded_strategy.name;
  report.parameters = loaded_strategy.parameters;

  const auto load_start = std::chrono::steady_clock::now();
  auto loaded = engine::load_bars_csv(report.data);
  report.seconds_load = seconds_since(load_start);
  if (!display.quiet) say("{}\n", engine::describe(loaded.report));
  keep(interval, arguments, loaded);

  const auto run_start = std::chrono::steady_clock::now();
  report.result = run(*loaded_strategy.strategy, std::move(loaded.bars), arguments, display);
  report.seconds_run = seconds_since(run_start);

  if (report.result.failure) {
    print_failure(*report.result.failure);
  } else if (!report.result.was_warm && !display.quiet) {
    say("note: on_bar was never called: an indicator needs more than these {} bars\n",
        report.result.equity.size());
  }
  const bool printed =
      print_result(display.json ? json_report(report) : text_report(report, display.explain));
  if (arguments.out) write_files(*arguments.out, report.result, display.quiet);
  return report.result.failure || !printed ? kRunFailed : kSuccess;
}

}  // namespace taipan::cli
