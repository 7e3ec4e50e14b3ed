#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// y, [outer, n, inner], is 1 where x is largest of the n elements along the axis and 0 elsewhere.
// NaN is larger than anything; of equal elements it is the first. n < 2^31 - 2^11. T is float or
// __half.
template <class T>
cudaError_t hardmax(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, cudaStream_t stream);

}  // namespace trtp::kernels
