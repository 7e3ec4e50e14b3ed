#include "cuda_resource.h"

namespace trtp::memory {

cudaError_t CudaResource::do_allocate(void** address, size_t size, cudaStream_t) noexcept {
  return cudaMalloc(address, size);
}

cudaError_t CudaResource::do_deallocate(void* address, cudaStream_t) noexcept {
  return cudaFree(address);
}

}  // namespace trtp::memory
