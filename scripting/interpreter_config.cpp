#include "scripting/interpreter_config.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "scripting/host.h"

namespace taipan::scripting {
namespace {

namespace fs = std::filesystem;

constexpr char environment_file[] = "pyvenv.cfg";

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

std::optional<fs::path> environment_on_path() {
  const char* path = variable("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code ignored;
    if (!fs::exists(fs::path(folder) / "python3", ignored)) continue;
    const fs::path environment = fs::path(folder).parent_path();
    if (fs::exists(environment / environment_file, ignored)) return environment;
    return std::nullopt;
  }
  return std::nullopt;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// "3.11.2" under `version` as venv writes it, or "3.11.2.final.0" under `version_info`.
std::string version_of(const fs::path& environment) {
  std::ifstream file(environment / environment_file);
  for (std::string line; std::getline(file, line);) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = trimmed(line.substr(0, equals));
    if (key == "version" || key == "version_info") return trimmed(line.substr(equals + 1));
  }
  return {};
}

}  // namespace

std::optional<fs::path> active_environment() {
  if (const char* named = variable("VIRTUAL_ENV")) return fs::path(named);
  return environment_on_path();
}

void check_environment(const fs::path& environment) {
  if (!fs::exists(environment / environment_file)) {
    throw HostError(fmt::format("VIRTUAL_ENV is {}, which is no virtual environment (it has no {})",
                                environment.string(), environment_file));
  }
  const std::string version = version_of(environment);
  const std::string embedded = fmt::format("{}.{}.", PY_MAJOR_VERSION, PY_MINOR_VERSION);
  if ((version + ".").starts_with(embedded)) return;
  throw HostError(
      fmt::format("the virtual environment {} is of {}, and Taipan was built with Python {}.{}: "
                  "deactivate it, make one with {} -m venv, or build with -DPython_EXECUTABLE",
                  environment.string(), version.empty() ? "an unknown Python" : "Python " + version,
                  PY_MAJOR_VERSION, PY_MINOR_VERSION, TAIPAN_PYTHON_EXECUTABLE));
}

InterpreterConfig::InterpreterConfig() {
  const auto environment = active_environment();
  if (environment) check_environment(*environment);
  PyConfig_InitPythonConfig(&config_);
  config_.parse_argv = 0;
  const std::string executable =
      environment ? (*environment / "bin/python3").string() : TAIPAN_PYTHON_EXECUTABLE;
  set(&config_.program_name, executable);
  set(&config_.executable, executable);
  // The standard library must be the embedded interpreter's own, whatever the environment is of.
  set(&config_.home, TAIPAN_PYTHON_HOME);
}

InterpreterConfig::~InterpreterConfig() {
  if (is_owned_) PyConfig_Clear(&config_);
}

void InterpreterConfig::set(wchar_t** field, const std::string& text) {
  const PyStatus status = PyConfig_SetBytesString(&config_, field, text.c_str());
  if (!PyStatus_Exception(status)) return;
  PyConfig_Clear(&config_);
  throw HostError(fmt::format("Python cannot be configured: {}", status.err_msg));
}

}  // namespace taipan::scripting
