#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

#include "../row_normalization/split_rows.h"
#include "kernel/broadcast.h"

namespace trtp::kernels {

// Every row of x, [rows, cols], over its root mean square, times scale:
//   y = T(x / sqrt(mean(x^2) + epsilon)) * scale
// as the function body of ONNX's RMSNormalization-23 with stash_type 1 (float): x is converted to
// float and everything up to the quotient is float; the quotient is rounded to T (which matters for
// __half), and so is its product with scale. scale is broadcast to x: layout = broadcast(extents of
// x, rank of x, extents of scale, rank of scale), where x has rows * cols elements; an element per
// column, or per run of columns, is fastest. workspace: row_normalization_workspace(rows, cols,
// sizeof(T)) bytes. y may be x. T and Scale are float or __half each.
template <class T, class Scale>
cudaError_t rms_normalization(T const* x, Scale const* scale, Broadcast const& layout, T* y,
                              int64_t rows, int64_t cols, float epsilon, void* workspace,
                              cudaStream_t stream);

}  // namespace trtp::kernels
