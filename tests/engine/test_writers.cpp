#include <gtest/gtest.h>

#include "engine/writers.h"
#include "tests/engine/support.h"

namespace taipan::engine::testing {
namespace {

TEST(Writers, Trades) {
  RunResult result;
  const Timestamp start = *from_civil(2000, 1, 3);
  result.trades = {{1, 3, start + kDay, start + 3 * kDay, -2, 10, 9.5, 0.1, 0.9}};
  EXPECT_EQ(trades_csv(result),
            "entry_time,exit_time,entry_bar,exit_bar,size,entry_price,exit_price,commission,pnl,"
            "return_pct\n"
            "2000-01-04T00:00:00Z,2000-01-06T00:00:00Z,1,3,-2,10,9.5,0.1,0.9,4.5\n");
}

TEST(Writers, Equity) {
  RunResult result;
  result.equity.push_back(*from_civil(2000, 1, 3) + 1'500'000, 0.1 + 0.2, -1);
  EXPECT_EQ(equity_csv(result),
            "time,equity,position\n2000-01-03T00:00:00.001500Z,0.30000000000000004,-1\n");
}

TEST(Writers, FilesAppearWholeOrNotAtAll) {
  const auto directory = std::filesystem::temp_directory_path() / "taipan_test_writers";
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  write_file(directory / "a.csv", "old");
  write_file(directory / "a.csv", "new\n");
  std::ifstream file(directory / "a.csv");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "new\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1)
      << "nothing else is left";
  try {
    write_file(directory / "missing" / "a.csv", "x");
    FAIL() << "written into a missing directory";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("missing/a.csv cannot be written: No such file"),
              std::string::npos)
        << error.what();
  }
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace taipan::engine::testing
