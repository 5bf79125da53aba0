// Memory for results. On a fresh 8 MB array the page faults cost more than the indicator, so large
// blocks are kept and used again.
#pragma once

#include <cstddef>

namespace taipan {

/// Blocks this large come from the pool's size classes; below, the allocator's own cache is
/// cheaper.
inline constexpr std::size_t recycled_from = std::size_t{64} << 10;

/// Blocks this large are mapped by themselves, aligned and advised for huge pages.
inline constexpr std::size_t mapped_from = std::size_t{4} << 20;

/// What the pool keeps at most; blocks beyond that go back to the system, the oldest first.
inline constexpr std::size_t kept_at_most = std::size_t{256} << 20;

/// At least `bytes` bytes, aligned to 64, not initialised: whoever computes touches them first.
/// Throws std::bad_alloc. Thread-safe, as is the return.
void* take_buffer(std::size_t bytes);

/// `bytes` as it was asked for.
void give_back_buffer(void* memory, std::size_t bytes) noexcept;

/// Bytes that lie idle in the pool.
std::size_t idle_buffer_bytes();

/// Gives every idle block back to the system.
void release_idle_buffers() noexcept;

}  // namespace taipan
