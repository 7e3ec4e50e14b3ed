#pragma once

#include <mutex>
#include <unordered_map>

#include "device_memory_resource.h"

namespace trtp::memory {

// For resources whose memory has one alignment: a larger one is cut out of a larger allocation.
class AligningResource : public DeviceMemoryResource {
 protected:
  // What all addresses have, a power of two.
  explicit AligningResource(size_t alignment = natural_alignment) : alignment_(alignment) {}

 private:
  void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) final;
  void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) final;

  // Throws OutOfMemory or Error.
  virtual void* allocate_plain(size_t size, cudaStream_t stream) = 0;
  virtual void deallocate_plain(void* address, size_t size, cudaStream_t stream) = 0;

  size_t padding(size_t alignment) const;

  size_t const alignment_;
  std::mutex mutex_;
  std::unordered_map<void*, void*> begin_of_;  // of what was cut out
};

}  // namespace trtp::memory
