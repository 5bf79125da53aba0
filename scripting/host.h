// The embedded Python interpreter, and strategies from Python files. Knows no command line and
// shows no Python header to those who use it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/strategy.h"
#include "scripting/strategy/strategy_error.h"

namespace taipan::scripting {

/// The interpreter cannot be used: no package, no NumPy, an environment of another version.
class HostError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct HostOptions {
  /// The folder that holds the package `taipan`; found from the executable's place when empty.
  std::filesystem::path packages = {};
  /// What strategies print goes to stderr, so that stdout carries nothing but our own output.
  bool print_to_stderr = false;
};

/// A parameter of a strategy, as texts; low, high and step are empty where there is none.
struct StrategyParameter {
  std::string name;
  std::string type;  // int, float, bool or str
  std::string value;
  std::string default_value;
  std::string low;
  std::string high;
  std::string step;
  std::string doc;
};

struct LoadedStrategy {
  std::string name;  // of the class
  std::vector<StrategyParameter> parameters;
  std::unique_ptr<engine::Strategy> strategy;
};

/// The interpreter of this process, from construction to destruction; one for the whole life of the
/// process, because NumPy cannot be loaded twice. The constructing thread holds the GIL: strategies
/// run on it. Ctrl-C becomes StrategyInterrupted. Strategies must be destroyed before the host.
class PythonHost {
 public:
  /// Throws HostError.
  explicit PythonHost(const HostOptions& options = {});
  ~PythonHost();
  PythonHost(const PythonHost&) = delete;
  PythonHost& operator=(const PythonHost&) = delete;

  /// `target` is a file, or file:Class when it defines several. Values of parameters are texts,
  /// read after the type of the parameter's default. Throws StrategyUsageError for what the caller
  /// should change, StrategyError for what the strategy's code did.
  LoadedStrategy load_strategy(const std::string& target,
                               const std::map<std::string, std::string>& parameters) const;

  /// sys.executable: the interpreter of the active virtual environment or that of the build.
  const std::string& executable() const { return executable_; }

 private:
  struct Interpreter;
  std::unique_ptr<Interpreter> interpreter_;
  std::string executable_;
};

}  // namespace taipan::scripting
