#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/engine.h"
#include "scripting/host.h"

namespace taipan::scripting::testing {

// The interpreter of the test program.
PythonHost& host();

// A seeded random walk of hourly bars that goes up and down enough for every example to trade.
std::shared_ptr<engine::BarColumns> random_bars(std::size_t count, unsigned seed = 1);

// A file that is removed at the end of the program, and its name.
std::filesystem::path write_strategy(const std::string& source, const std::string& name = "");

using Values = std::map<std::string, std::string>;

// Loads and runs; what goes wrong inside the run is in the result.
engine::RunResult run_file(const std::string& target,
                           const std::shared_ptr<const engine::BarColumns>& bars,
                           const Values& values = {}, const engine::RunOptions& options = {});
engine::RunResult run_source(const std::string& source,
                             const std::shared_ptr<const engine::BarColumns>& bars,
                             const Values& values = {}, const engine::RunOptions& options = {});

// The strategy's own assertions are the test.
void expect_success(const engine::RunResult& result);

// The text of the failure; fails the test when there was none.
std::string failure_of(const engine::RunResult& result);

// What load_strategy throws, or "" when it throws nothing; of exactly that type.
template <class Error>
std::string load_error(const std::string& target, const Values& values = {}) {
  try {
    host().load_strategy(target, values);
  } catch (const Error& error) {
    EXPECT_EQ(typeid(error), typeid(Error)) << error.what();
    return error.what();
  }
  ADD_FAILURE() << target << " was loaded";
  return "";
}

}  // namespace taipan::scripting::testing
