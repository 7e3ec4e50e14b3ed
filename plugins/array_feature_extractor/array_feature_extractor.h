#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// x is [rows, columns], y is [rows, wanted].
struct Columns {
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t wanted = 0;
};

// y[r, i] = x[r, indices[i]]. An index below zero counts from the end; where there is no such
// column, y is zero. Elements are of `element_bytes` bytes: 1, 2 or 4.
cudaError_t array_feature_extractor(void const* x, int32_t const* indices, void* y,
                                    Columns const& shape, int element_bytes, cudaStream_t stream);

}  // namespace trtp::kernels
