#pragma once

#include "device_memory_resource.h"

namespace trtp::memory {

// cudaMalloc and cudaFree. Every call waits for the device; memory is usable on any stream. The
// stream is ignored.
class CudaResource final : public DeviceMemoryResource {
 public:
  char const* name() const noexcept override { return "cuda"; }
  bool stream_ordered() const noexcept override { return false; }

 private:
  cudaError_t do_allocate(void** address, size_t size, cudaStream_t stream) noexcept override;
  cudaError_t do_deallocate(void* address, cudaStream_t stream) noexcept override;
};

}  // namespace trtp::memory
