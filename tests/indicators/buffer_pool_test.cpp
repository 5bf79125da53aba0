#include "indicators/core/buffer_pool.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <set>
#include <thread>
#include <vector>

namespace taipan {
namespace {

constexpr std::size_t kilobyte = 1024;
constexpr std::size_t megabyte = 1024 * kilobyte;

class BufferPool : public testing::Test {
 protected:
  void SetUp() override { release_idle_buffers(); }
  void TearDown() override { release_idle_buffers(); }
};

TEST_F(BufferPool, EveryByteOfEverySizeIsUsable) {
  for (std::size_t size :
       {std::size_t{0}, std::size_t{1}, 63 * kilobyte, recycled_from, recycled_from + 1,
        3 * megabyte, mapped_from - 1, mapped_from, mapped_from + 1, 37 * megabyte + 5}) {
    void* memory = take_buffer(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % 64, 0u) << size;
    std::memset(memory, 0xAB, size);
    give_back_buffer(memory, size);
  }
}

TEST_F(BufferPool, ABlockIsUsedAgain) {
  for (std::size_t size : {recycled_from, megabyte, 8 * megabyte}) {
    void* first = take_buffer(size);
    give_back_buffer(first, size);
    EXPECT_GE(idle_buffer_bytes(), size);
    void* second = take_buffer(size);
    EXPECT_EQ(first, second);
    give_back_buffer(second, size);
  }
}

TEST_F(BufferPool, BlocksInUseDiffer) {
  std::set<void*> blocks;
  for (int i = 0; i < 50; ++i) blocks.insert(take_buffer(megabyte));
  EXPECT_EQ(blocks.size(), 50u);
  for (void* block : blocks) give_back_buffer(block, megabyte);
}

TEST_F(BufferPool, SmallBlocksAreNotKept) {
  give_back_buffer(take_buffer(recycled_from / 2), recycled_from / 2);
  EXPECT_EQ(idle_buffer_bytes(), 0u);
}

TEST_F(BufferPool, WhatIsKeptIsBounded) {
  std::vector<void*> blocks;
  for (int i = 0; i < 100; ++i) blocks.push_back(take_buffer(8 * megabyte));
  for (void* block : blocks) give_back_buffer(block, 8 * megabyte);
  EXPECT_LE(idle_buffer_bytes(), kept_at_most);
  EXPECT_GT(idle_buffer_bytes(), kept_at_most / 2);
  give_back_buffer(take_buffer(kept_at_most + megabyte), kept_at_most + megabyte);
  EXPECT_LE(idle_buffer_bytes(), kept_at_most);
  release_idle_buffers();
  EXPECT_EQ(idle_buffer_bytes(), 0u);
}

TEST_F(BufferPool, ManySmallestBlocksStayBounded) {
  std::vector<void*> blocks(kept_at_most / recycled_from + 100);
  for (void*& block : blocks) block = take_buffer(recycled_from);
  for (void* block : blocks) give_back_buffer(block, recycled_from);
  EXPECT_LE(idle_buffer_bytes(), kept_at_most);
}

TEST_F(BufferPool, ImpossibleSizesThrow) {
  EXPECT_THROW(take_buffer(std::numeric_limits<std::size_t>::max()), std::bad_alloc);
  EXPECT_THROW(take_buffer(std::numeric_limits<std::size_t>::max() / 8), std::bad_alloc);
}

TEST_F(BufferPool, ThreadsShareIt) {
  std::vector<std::thread> threads;
  for (unsigned char mark = 1; mark <= 4; ++mark) {
    threads.emplace_back([mark] {
      for (std::size_t round = 0; round < 200; ++round) {
        const std::size_t size = recycled_from * (1 + round % 5);
        auto* block = static_cast<unsigned char*>(take_buffer(size));
        std::memset(block, mark, size);
        std::this_thread::yield();
        EXPECT_EQ(block[0], mark);
        EXPECT_EQ(block[size - 1], mark);
        give_back_buffer(block, size);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace taipan
