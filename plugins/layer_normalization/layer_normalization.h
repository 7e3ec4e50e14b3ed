#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

#include "../row_normalization/split_rows.h"
#include "kernel/broadcast.h"

namespace trtp::kernels {

// A tensor that is broadcast to another: layout = broadcast(extents of x, rank of x, its extents,
// its rank). An element per column, or per run of columns, is fastest.
template <class T>
struct BroadcastTensor {
  T const* data;
  Broadcast layout;
};

// Every row of x, [rows, cols], with its mean taken away and divided by its standard deviation:
//   y = (x - mean) / sqrt(variance + epsilon) * scale + bias
// where the variance is that of the row as a population, in float, and rounded to T at the end
// alone. `mean` and `inverse` (1 / sqrt(variance + epsilon)), of `rows` elements, are written where
// they are not null; bias.data may be null. workspace: row_normalization_workspace(rows, cols,
// sizeof(T)) bytes. y may be x. T is float or __half.
template <class T>
cudaError_t layer_normalization(T const* x, BroadcastTensor<T> const& scale,
                                BroadcastTensor<T> const& bias, T* y, float* mean, float* inverse,
                                int64_t rows, int64_t cols, float epsilon, void* workspace,
                                cudaStream_t stream);

}  // namespace trtp::kernels
