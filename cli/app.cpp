#include "cli/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/indicators.h"
#include "cli/replay.h"
#include "cli/say.h"
#include "cli/suggest.h"
#include "cli/usage_error.h"
#include "engine/csv/error.h"
#include "scripting/host.h"
#include "scripting/strategy/strategy_error.h"
#include "taipan_version.h"

namespace taipan::cli {
namespace {

constexpr char kReplayExamples[] = R"(
Examples:
  taipan replay strategies/ema_cross.py --data bars.csv
  taipan replay strategies/ema_cross.py --data bars.csv --param fast=10 --param slow=30 --out results
  taipan replay --config run.toml --from 2010-01-01 --to 2019-12-31 --json

The data is CSV with a time, open, high, low, close and optionally volume; how it is written is
detected and said. Orders fill at the next bar's open. Exit code: 0 when all went well, 1 when the
strategy failed, 2 when arguments, configuration or data are not right.)";

constexpr char kIndicatorExamples[] = R"(
Examples:
  taipan indicators
  taipan indicators macd
  taipan indicators macd --json)";

constexpr char kProgramExamples[] = R"(
Examples:
  taipan replay strategies/ema_cross.py --data bars.csv
  taipan indicators
  taipan COMMAND --help)";

class Program {
 public:
  Program() {
    app_.name("taipan");
    app_.footer(kProgramExamples);
    app_.set_version_flag("--version", fmt::format("taipan {}", version));
    app_.require_subcommand(1);
    app_.failure_message(CLI::FailureMessage::simple);
    add_replay();
    add_indicators();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
      std::ostringstream text;
      app_.exit(wanted, text, text);
      return print_result(text.str()) ? kSuccess : kRunFailed;
    } catch (const CLI::ParseError& error) {
      if (!app_.remaining(true).empty()) throw UsageError(describe_extras());
      throw UsageError(fmt::format("{}\nSee: taipan {}--help", error.what(), command_name()));
    }
    return replay_->parsed() ? run_replay() : run_indicators();
  }

 private:
  void add_replay() {
    replay_ = app_.add_subcommand("replay", "Run a strategy over a file of bars");
    replay_->footer(kReplayExamples);
    replay_->add_option("strategy", arguments_.strategy, "Python file with a Strategy")
        ->type_name("STRATEGY.py");
    replay_->add_option("--data", arguments_.data, "File of bars")->type_name("FILE");
    replay_->add_option("--param", parameters_, "Sets a parameter of the strategy; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    replay_->add_option("--cash", arguments_.cash, "Starting cash (10000)");
    replay_->add_option("--commission", arguments_.commission,
                        "Fraction of the notional charged at each fill, 0.001 for 0.1 % (0)");
    replay_->add_option("--from", arguments_.from, "First day or time")->type_name("DATE");
    replay_->add_option("--to", arguments_.to, "Last day or time, included")->type_name("DATE");
    replay_->add_option("--out", arguments_.out, "Directory for trades.csv and equity.csv")
        ->type_name("DIR");
    replay_->add_option("--config", config_, "TOML file with these options; the command line wins")
        ->type_name("FILE");
    replay_->add_flag("--json", display_.json, "One JSON object instead of the table");
    replay_->add_flag("--explain", display_.explain, "The definition under each statistic");
    replay_->add_flag("--quiet", display_.quiet, "Nothing on stderr but errors");
  }

  void add_indicators() {
    indicators_ = app_.add_subcommand("indicators", "List the indicators, or describe one");
    indicators_->footer(kIndicatorExamples);
    indicators_->add_option("name", indicator_, "The one to describe")->type_name("NAME");
    indicators_->add_flag("--json", display_.json, "As JSON");
  }

  int run_replay() {
    arguments_.parameters = parse_parameters(parameters_);
    if (!config_.empty()) arguments_.fill_from(read_config(config_));
    return replay(arguments_, display_);
  }

  int run_indicators() {
    const bool printed =
        print_result(indicator_.empty() ? list_indicators(display_.json)
                                        : show_indicator(indicator_, display_.json));
    return printed ? kSuccess : kRunFailed;
  }

  std::string command_name() const {
    const auto chosen = app_.get_subcommands();
    return chosen.empty() ? "" : chosen.front()->get_name() + " ";
  }

  std::string describe_extras() const {
    const auto chosen = app_.get_subcommands();
    const CLI::App& command = chosen.empty() ? app_ : *chosen.front();
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) names.push_back(option->get_name());
    for (const CLI::App* sub : command.get_subcommands({})) names.push_back(sub->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto extras = app_.remaining(true);
    const std::string& unknown = extras.front();
    return fmt::format("unknown argument '{}'{}\nSee: taipan {}--help", unknown,
                       suggestion(unknown, known), command_name());
  }

  CLI::App app_{"Replay trading strategies written in Python over market data"};
  CLI::App* replay_ = nullptr;
  CLI::App* indicators_ = nullptr;
  ReplayArguments arguments_;
  ReplayDisplay display_;
  std::vector<std::string> parameters_;
  std::string config_;
  std::string indicator_;
};

}  // namespace

int run(int argc, char** argv) {
  const auto fail = [](int code, const char* text) {
    say("taipan: {}\n", text);
    return code;
  };
  try {
    return Program().run(argc, argv);
  } catch (const UsageError& error) {
    return fail(kBadUsage, error.what());
  } catch (const engine::CsvError& error) {
    return fail(kBadUsage, error.what());
  } catch (const scripting::StrategyUsageError& error) {
    return fail(kBadUsage, error.what());
  } catch (const scripting::HostError& error) {
    return fail(kBadUsage, error.what());
  } catch (const std::invalid_argument& error) {
    return fail(kBadUsage, error.what());
  } catch (const std::exception& error) {
    return fail(kRunFailed, error.what());
  }
}

}  // namespace taipan::cli
