#include "cuda_resource.h"

#include "cuda_error.h"

namespace trtp::memory {

void* CudaResource::allocate_plain(size_t size, cudaStream_t) {
  void* address = nullptr;
  check_allocation(cudaMalloc(&address, size), name(), size);
  return address;
}

void CudaResource::deallocate_plain(void* address, size_t size, cudaStream_t) {
  check_deallocation(cudaFree(address), name(), address, size);
}

}  // namespace trtp::memory
