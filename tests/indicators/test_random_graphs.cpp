// Graphs put together at random from the operators: every executor, kernel and tile says the same.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/indicators/random_graph.h"

namespace taipan {
namespace {

class RandomGraphs : public ::testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, RandomGraphs, ::testing::Range(0u, 200u));

TEST_P(RandomGraphs, AreComputedAlike) {
  std::mt19937 random(GetParam());
  std::vector<std::uint8_t> bytes(200);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  EXPECT_EQ(difference_between_executors(bytes), "");
}

}  // namespace
}  // namespace taipan
