#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// output[o, c, i] = values[1] if indices[o, i] is the class c or c - depth, else values[0]; indices
// is [outer, inner], output [outer, depth, inner]. What is no class, NaN and fractions among it,
// has no values[1]. Index is int32_t or float, T is float, __half, int32_t or bool.
template <class Index, class T>
cudaError_t one_hot(Index const* indices, T const* values, T* output, int64_t outer, int64_t depth,
                    int64_t inner, cudaStream_t stream);

}  // namespace trtp::kernels
