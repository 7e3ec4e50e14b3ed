#pragma once

#include <atomic>

#include "resource_adaptor.h"

namespace trtp::memory {

// Refuses what would make more than `limit` bytes in use, counted as they are asked for. The
// OutOfMemory says how many are.
class LimitResource final : public ResourceAdaptor {
 public:
  LimitResource(std::shared_ptr<DeviceMemoryResource> upstream, size_t limit);

  size_t limit() const noexcept { return limit_; }
  size_t in_use() const noexcept { return in_use_; }

 private:
  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) override;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) override;

  size_t const limit_;
  std::atomic<size_t> in_use_{0};
};

}  // namespace trtp::memory
