#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// A tensor [outer, n, inner], of which the k first of each line along n, in order, are wanted.
struct TopKShape {
  int64_t outer, n, inner, k;
};

// The k largest (or smallest) elements of each line of x and where in the line they are: values and
// indices, [outer, k, inner], in order. Equal elements come by index; -0 equals 0, and NaN is
// larger than anything. Either output may be null. 0 <= k <= n; fewer than 2^31 elements. T is
// float, __half or int32_t. `workspace` is of top_k_workspace() bytes, aligned to 256; what is
// enough for a shape is enough for smaller ones.
template <class T>
cudaError_t top_k(T const* x, T* values, int32_t* indices, TopKShape const& shape, bool largest,
                  void* workspace, cudaStream_t stream);
size_t top_k_workspace(TopKShape const& shape);

}  // namespace trtp::kernels
