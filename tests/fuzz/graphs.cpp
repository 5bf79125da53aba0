// An entry for fuzzers (libFuzzer's, or the driver beside it): whatever graph the bytes describe,
// every executor and kernel computes it alike.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/indicators/random_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string difference = taipan::difference_between_executors({data, size});
  if (difference.empty()) return 0;
  std::fprintf(stderr, "%s\n", difference.c_str());
  std::abort();
}
