// How the embedded interpreter starts: which environment's packages it sees.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "scripting/extension/python.h"

namespace taipan::scripting {

/// The virtual environment that is active: VIRTUAL_ENV, or the one whose python3 is first on PATH.
std::optional<std::filesystem::path> active_environment();

/// Throws HostError when the environment's Python is not of the version that is embedded.
void check_environment(const std::filesystem::path& environment);

/// Owns a PyConfig until it is released to who starts the interpreter (and clears it).
class InterpreterConfig {
 public:
  /// Throws HostError.
  InterpreterConfig();
  ~InterpreterConfig();
  InterpreterConfig(const InterpreterConfig&) = delete;
  InterpreterConfig& operator=(const InterpreterConfig&) = delete;

  PyConfig* release() {
    is_owned_ = false;
    return &config_;
  }

 private:
  void set(wchar_t** field, const std::string& text);

  PyConfig config_;
  bool is_owned_ = true;
};

}  // namespace taipan::scripting
