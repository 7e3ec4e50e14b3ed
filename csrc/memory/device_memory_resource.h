#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

#include "op/error.h"

namespace trtp::memory {

// Says how many bytes were asked of which resource, and why there are none.
struct __attribute__((visibility("default"))) OutOfMemory : Error {
  using Error::Error;
};

// Where device memory comes from. Thread-safe. Sizes and alignments in bytes. Memory is of the
// device that is current when the resource is made (pool) or asked (cuda).
//
// Resources are composed: one takes its memory from another, its upstream, which it keeps alive.
// None holds a lock while it calls another, since that one may be an application's code, which may
// come back here.
class DeviceMemoryResource {
 public:
  static constexpr size_t natural_alignment = 256;  // of everything that CUDA allocates

  DeviceMemoryResource() = default;
  DeviceMemoryResource(DeviceMemoryResource const&) = delete;
  DeviceMemoryResource& operator=(DeviceMemoryResource const&) = delete;
  virtual ~DeviceMemoryResource() = default;

  virtual char const* name() const noexcept = 0;  // with the upstream's: "limit(async_pool)"
  // Whether memory may be used at once only by work on the stream it was allocated on, and is
  // handed on to the next owner without waiting for work on other streams.
  virtual bool stream_ordered() const noexcept = 0;

  // Null for size 0. Throws OutOfMemory, or Error for an alignment that is not a power of two and
  // for whatever else CUDA reports (no device, an earlier kernel's failure).
  void* allocate(size_t size, size_t alignment = natural_alignment, cudaStream_t stream = nullptr);

  // With the size and alignment of the allocation. Null is allowed. Throws Error if the address is
  // known not to be one of the resource's.
  void deallocate(void* address, size_t size, size_t alignment = natural_alignment,
                  cudaStream_t stream = nullptr);

 private:
  // The size is never 0, the address never null, the alignment a power of two.
  virtual void* do_allocate(size_t size, size_t alignment, cudaStream_t stream) = 0;
  virtual void do_deallocate(void* address, size_t size, size_t alignment, cudaStream_t stream) = 0;
};

}  // namespace trtp::memory
