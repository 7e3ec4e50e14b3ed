#include "cancellation.h"

#include <cuda_runtime_api.h>

namespace trtp::runtime {

void* CancellableAllocator::allocate(uint64_t size, uint64_t alignment,
                                     nvinfer1::AllocatorFlags flags) noexcept {
  if (cancellation_ && cancellation_->requested()) return nullptr;
  if (inner_) return inner_->allocate(size, alignment, flags);
  void* address = nullptr;
  if (size == 0) return nullptr;
  if (cudaMalloc(&address, size) == cudaSuccess) return address;  // aligned to 256 bytes
  cudaGetLastError();  // it would be taken for that of a later call
  return nullptr;
}

void* CancellableAllocator::reallocate(void* address, uint64_t alignment, uint64_t size) noexcept {
  if (cancellation_ && cancellation_->requested()) return nullptr;
  return inner_ ? inner_->reallocate(address, alignment, size) : nullptr;
}

void CancellableAllocator::free(void* address) noexcept { deallocate(address); }

bool CancellableAllocator::deallocate(void* address) noexcept {
  if (inner_) return inner_->deallocate(address);
  return cudaFree(address) == cudaSuccess;
}

}  // namespace trtp::runtime
