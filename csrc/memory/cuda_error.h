#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "device_memory_resource.h"

namespace trtp::memory {

// "cudaErrorNoDevice: no CUDA-capable device is detected"
inline std::string words_of(cudaError_t status) {
  return text(cudaGetErrorName(status), ": ", cudaGetErrorString(status));
}

// Throws Error "<what>: <CUDA's words>". The runtime's record of the error is cleared, so that a
// later call by somebody else does not report it as its own.
template <class... What>
void check(cudaError_t status, What const&... what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  fail(what..., ": ", words_of(status));
}

// The same of an allocation: throws OutOfMemory if that is what CUDA says, else Error.
inline void check_allocation(cudaError_t status, char const* resource, size_t size) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  auto const message =
      text(resource, ": cannot allocate ", size, " bytes of device memory: ", words_of(status));
  if (status == cudaErrorMemoryAllocation) throw OutOfMemory(message);
  throw Error(message);
}

// The same of a deallocation. While the process ends, CUDA may be gone before the last owner of
// memory is; the memory went with it.
inline void check_deallocation(cudaError_t status, char const* resource, void const* address,
                               size_t size) {
  if (status == cudaErrorCudartUnloading) return;
  check(status, resource, ": cannot free ", size, " bytes of device memory at ", address);
}

}  // namespace trtp::memory
