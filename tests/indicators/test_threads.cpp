// One indicator called by several threads at once, as Python threads do without the GIL.
#include <thread>

#include "indicators/core/buffer_pool.h"
#include "tests/indicators/support.h"

namespace taipan {
namespace {

constexpr std::size_t thread_count = 4;
constexpr std::size_t turns = 8;

class EveryIndicatorInThreads : public EveryIndicator {};
TAIPAN_FOR_EVERY_INDICATOR(EveryIndicatorInThreads);

TEST_P(EveryIndicatorInThreads, MayBeSharedByThreads) {
  const auto indicator = Indicator::make(definition(), schema().defaults());
  const Lines inputs = columns_of(RandomBars(3'000, 31), schema());
  const Lines expected = run_by_blocks(indicator->plan, inputs, Kernel::automatic);
  std::vector<Lines> results(thread_count);
  std::vector<std::thread> threads;
  for (Lines& result : results) {
    threads.emplace_back([&] {
      for (std::size_t turn = 0; turn < turns; ++turn) {
        result = run_by_blocks(indicator->plan, inputs, Kernel::automatic);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Lines& result : results) expect_same(result, expected, schema().name);
}

TEST(Threads, LearnSchemasAndBuildAtOnce) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < thread_count; ++i) {
    threads.emplace_back([] {
      for (const Definition* definition : every_definition()) {
        const Schema& schema = schema_of(*definition);
        EXPECT_EQ(Indicator::make(*definition, schema.defaults())->schema, &schema);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Threads, TakeAndReturnBuffersAtOnce) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < thread_count; ++i) {
    threads.emplace_back([i] {
      for (std::size_t turn = 0; turn < 200; ++turn) {
        const std::size_t bytes = recycled_from << (turn % 3);
        auto* buffer = static_cast<double*>(take_buffer(bytes));
        const auto mine = static_cast<double>(i);
        buffer[0] = buffer[bytes / sizeof(double) - 1] = mine;
        std::this_thread::yield();
        EXPECT_EQ(buffer[0], mine);
        EXPECT_EQ(buffer[bytes / sizeof(double) - 1], mine);
        give_back_buffer(buffer, bytes);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  release_idle_buffers();
}

}  // namespace
}  // namespace taipan
