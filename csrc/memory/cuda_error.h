#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "op/error.h"

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

}  // namespace trtp::memory
