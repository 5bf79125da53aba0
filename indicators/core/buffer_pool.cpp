#include "indicators/core/buffer_pool.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <new>
#include <vector>

namespace taipan {
namespace {

constexpr std::size_t alignment = 64;
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t largest = std::numeric_limits<std::size_t>::max() / 4;

std::size_t round_up(std::size_t value, std::size_t unit) {
  return (value + unit - 1) / unit * unit;
}

// Four classes a doubling: at most a quarter of a block is unused, and never touched.
std::size_t class_size(std::size_t bytes) {
  if (bytes < recycled_from) return round_up(std::max<std::size_t>(bytes, 1), alignment);
  const std::size_t rounded = round_up(bytes, std::bit_floor(bytes) / 4);
  return rounded >= mapped_from ? round_up(rounded, huge_page) : rounded;
}

void* map(std::size_t size) {
  const std::size_t spare = size + huge_page;
  void* mapped = mmap(nullptr, spare, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  const auto begin = reinterpret_cast<std::uintptr_t>(mapped);
  const std::uintptr_t aligned = round_up(begin, huge_page);
  if (aligned > begin) munmap(mapped, aligned - begin);
  const std::size_t tail = begin + spare - (aligned + size);
  if (tail > 0) munmap(reinterpret_cast<void*>(aligned + size), tail);
  void* memory = reinterpret_cast<void*>(aligned);
  madvise(memory, size, MADV_HUGEPAGE);  // a hint: without huge pages the block works all the same
  return memory;
}

void* allocate(std::size_t size) {
  if (size >= mapped_from) return map(size);
  void* memory = std::aligned_alloc(alignment, size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void release(void* memory, std::size_t size) noexcept {
  if (size >= mapped_from) {
    munmap(memory, size);
  } else {
    std::free(memory);
  }
}

struct Block {
  void* memory;
  std::size_t size;
};

class Pool {
 public:
  Pool() { idle_.reserve(kept_at_most / recycled_from); }

  // The newest block of the class, for it is the likeliest to lie in the cache.
  void* find(std::size_t size) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(idle_.rbegin(), idle_.rend(),
                                    [size](const Block& block) { return block.size == size; });
    if (found == idle_.rend()) return nullptr;
    void* memory = found->memory;
    idle_.erase(std::next(found).base());
    bytes_ -= size;
    return memory;
  }

  /// False when the block is larger than all that may be kept.
  bool keep(Block block) noexcept {
    const std::lock_guard lock(mutex_);
    if (block.size > kept_at_most) return false;
    release_oldest(kept_at_most - block.size);
    idle_.push_back(block);  // within the reserved room, so it cannot throw
    bytes_ += block.size;
    return true;
  }

  void clear() noexcept {
    const std::lock_guard lock(mutex_);
    release_oldest(0);
  }

  std::size_t bytes() {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  void release_oldest(std::size_t bound) noexcept {
    auto end = idle_.begin();
    for (; bytes_ > bound; ++end) {
      bytes_ -= end->size;
      release(end->memory, end->size);
    }
    idle_.erase(idle_.begin(), end);
  }

  std::mutex mutex_;
  std::vector<Block> idle_;  // in the order of their return
  std::size_t bytes_ = 0;
};

// Never destroyed: arrays may outlive every destructor of this library.
Pool& pool() {
  static Pool* const instance = new Pool;
  return *instance;
}

}  // namespace

void* take_buffer(std::size_t bytes) {
  if (bytes > largest) throw std::bad_alloc();
  const std::size_t size = class_size(bytes);
  if (size < recycled_from) return allocate(size);
  if (void* memory = pool().find(size)) return memory;
  return allocate(size);
}

void give_back_buffer(void* memory, std::size_t bytes) noexcept {
  const std::size_t size = class_size(bytes);
  if (size < recycled_from || !pool().keep({memory, size})) release(memory, size);
}

std::size_t idle_buffer_bytes() { return pool().bytes(); }

void release_idle_buffers() noexcept { pool().clear(); }

}  // namespace taipan
