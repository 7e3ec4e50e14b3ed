#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// The tensor that indices count in, and the one that is written, at whose beginning it lies.
struct UnpoolLayout {
  static constexpr int max_rank = 8;
  int rank = 0;
  int64_t indexed[max_rank] = {};
  int64_t output[max_rank] = {};
};

// output = 0, but output[indices[i]] = x[i] for i in [0, count), where index j is the place of j in
// layout.indexed, row-major. Indices outside, and places outside the output, are passed over. Of
// several elements of a place any one is left. T is float or
// __half.
template <class T>
cudaError_t max_unpool(T const* x, int32_t const* indices, T* output, int64_t count,
                       UnpoolLayout const& layout, cudaStream_t stream);

}  // namespace trtp::kernels
