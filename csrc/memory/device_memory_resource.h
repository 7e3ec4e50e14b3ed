#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <mutex>
#include <unordered_map>

#include "op/error.h"

namespace trtp::memory {

// Says how many bytes were asked of which resource, and CUDA's words.
struct __attribute__((visibility("default"))) OutOfMemory : Error {
  using Error::Error;
};

// Where device memory comes from. Thread-safe. Sizes and alignments in bytes. Memory is of the
// device that is current when the resource is made (pool) or asked (cuda).
class DeviceMemoryResource {
 public:
  static constexpr size_t natural_alignment = 256;  // of everything that CUDA allocates

  DeviceMemoryResource() = default;
  DeviceMemoryResource(DeviceMemoryResource const&) = delete;
  DeviceMemoryResource& operator=(DeviceMemoryResource const&) = delete;
  virtual ~DeviceMemoryResource() = default;

  virtual char const* name() const noexcept = 0;
  // Whether memory may be used at once only by work on the stream it was allocated on, and is
  // handed on to the next owner without waiting for work on other streams.
  virtual bool stream_ordered() const noexcept = 0;

  // Null for size 0. Throws OutOfMemory, or Error for an alignment that is not a power of two and
  // for whatever else CUDA reports (no device, an earlier kernel's failure).
  void* allocate(size_t size, size_t alignment = natural_alignment, cudaStream_t stream = nullptr);

  // With the size and alignment of the allocation. Null is allowed. Throws Error if CUDA does not
  // know the address.
  void deallocate(void* address, size_t size, size_t alignment = natural_alignment,
                  cudaStream_t stream = nullptr);

 private:
  virtual cudaError_t do_allocate(void** address, size_t size, cudaStream_t stream) noexcept = 0;
  virtual cudaError_t do_deallocate(void* address, cudaStream_t stream) noexcept = 0;

  std::mutex mutex_;
  std::unordered_map<void*, void*>
      begin_of_;  // of allocations aligned to more than CUDA's own alignment
};

}  // namespace trtp::memory
