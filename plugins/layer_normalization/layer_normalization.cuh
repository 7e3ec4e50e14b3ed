#pragma once

#include "../row_normalization/kinds.cuh"
#include "../row_normalization/run.cuh"
#include "layer_normalization.h"

namespace trtp::kernels {

template <class T>
cudaError_t layer_normalization(T const* x, BroadcastTensor<T> const& scale,
                                BroadcastTensor<T> const& bias, T* y, float* mean, float* inverse,
                                int64_t rows, int64_t cols, float epsilon, void* workspace,
                                cudaStream_t stream) {
  NormalizedRows<T, T, Broadcast> p{};
  p.x = x;
  p.y = y;
  p.mean = mean;
  p.inverse = inverse;
  p.scale = scale.data;
  p.scale_layout = scale.layout;
  p.bias = bias.data;
  p.bias_layout = bias.layout;
  p.rows = rows;
  p.cols = cols;
  p.epsilon = epsilon;
  p.stream = stream;
  return normalize_rows<MeanAndVariance>(p, workspace);
}

// An instance per file, which are compiled at the same time.
#define TRTP_LAYER_NORMALIZATION(T)                                                                \
  template cudaError_t layer_normalization(T const*, BroadcastTensor<T> const&,                    \
                                           BroadcastTensor<T> const&, T*, float*, float*, int64_t, \
                                           int64_t, float, void*, cudaStream_t);

}  // namespace trtp::kernels
