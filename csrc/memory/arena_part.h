#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>

#include "free_blocks.h"

namespace trtp::memory {

// The part of an arena that one stream has to itself: segments, and what is in use of them. What is
// freed on the stream is used again by it without an event and without asking other threads. Its
// users lock the mutex.
struct ArenaPart {
  using Address = FreeBlocks::Address;
  using Clock = std::chrono::steady_clock;

  explicit ArenaPart(cudaStream_t s) : stream(s) {}

  cudaStream_t const stream;
  std::mutex mutex;
  FreeBlocks free;  // its chunks are segments
  std::unordered_map<Address, size_t> live;
  Clock::time_point idle_since;  // when a segment was last wholly freed
};

}  // namespace trtp::memory
