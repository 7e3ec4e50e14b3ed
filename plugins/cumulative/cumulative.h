#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

enum class Fold { sum, product };

// Running sums or products along the middle dimension of x, [outer, n, inner]:
//   y[o, j, i] = fold(x[o, 0..j, i]), or of x[o, 0..j-1, i] if `exclusive` (0 or 1 for j = 0);
// `reverse`: over j..n-1, or j+1..n-1, instead. T is float, accumulated in double: a sum of mixed
// signs keeps the precision of its small values; __half, accumulated in float; or int32_t, which
// wraps around. x and y do not overlap.
template <class T>
cudaError_t cumulative(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, Fold fold,
                       bool exclusive, bool reverse, cudaStream_t stream);

}  // namespace trtp::kernels
