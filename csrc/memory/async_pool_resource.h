#pragma once

#include <cstdint>
#include <optional>

#include "aligning_resource.h"

namespace trtp::memory {

// A cudaMemPool of its own on the device that is current when it is made. Memory belongs to the
// stream it was allocated on: work on another stream has to wait for that one first, and work that
// uses it has to precede deallocation in the order of the stream given there. What is freed stays
// in the pool for the next allocation.
class AsyncPoolResource final : public AligningResource {
 public:
  // Whenever a stream or event is waited for, memory not in use beyond `release_threshold` bytes
  // goes back to the system; by default none does until the pool is gone. Throws Error where there
  // is no GPU, or one without pools.
  explicit AsyncPoolResource(std::optional<uint64_t> release_threshold = std::nullopt);
  ~AsyncPoolResource() override;  // memory still allocated is released by CUDA once it is freed

  char const* name() const noexcept override { return "async_pool"; }
  bool stream_ordered() const noexcept override { return true; }

 private:
  void* allocate_plain(size_t size, cudaStream_t stream) override;
  void deallocate_plain(void* address, size_t size, cudaStream_t stream) override;

  cudaMemPool_t pool_ = nullptr;
};

}  // namespace trtp::memory
