#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// y[i] = 1 with probability p[i], else 0: an element's number is that of its place, for a seed,
// and another one in every call where `seed` is null. P is float or __half; T is float, __half,
// int32_t or bool.
template <class P, class T>
cudaError_t bernoulli(P const* p, T* y, int64_t count, uint64_t const* seed, cudaStream_t stream);

}  // namespace trtp::kernels
