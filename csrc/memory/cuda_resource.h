#pragma once

#include "aligning_resource.h"

namespace trtp::memory {

// cudaMalloc and cudaFree. Every call waits for the device; memory is usable on any stream. The
// stream is ignored.
class CudaResource final : public AligningResource {
 public:
  char const* name() const noexcept override { return "cuda"; }
  bool stream_ordered() const noexcept override { return false; }

 private:
  void* allocate_plain(size_t size, cudaStream_t stream) override;
  void deallocate_plain(void* address, size_t size, cudaStream_t stream) override;
};

}  // namespace trtp::memory
