#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "kinds.cuh"

namespace trtp::kernels {

// The rows of x, [rows, cols], that are to be normalised. y may be x.
template <class T, class S, class Layout>
struct NormalizedRows {
  T const* x;
  T* y;
  float* mean;  // of each row, and 1 / sqrt(variance + epsilon); null: not wanted
  float* inverse;
  S const* scale;
  S const* bias;  // null: none
  Layout scale_layout;
  Layout bias_layout;
  int64_t rows;
  int64_t cols;
  float inverse_cols;
  float epsilon;
  cudaStream_t stream;

  __device__ __forceinline__ void save(int64_t row, RowMean const& row_mean, float factor) const {
    if (mean != nullptr) mean[row] = row_mean.rounded + row_mean.rest;
    if (inverse != nullptr) inverse[row] = factor;
  }

  template <class Kind, bool Ragged, int N, class Col>
  __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& v, RowMean const& row_mean,
                                              float factor, int64_t row, Col col, Col width) const {
    auto const s = scale_layout.template at<N, Ragged>(scale, row, col, width);
    Pack<S, N> b{};
    if (Kind::centred && bias != nullptr) {
      b = bias_layout.template at<N, Ragged>(bias, row, col, width);
    }
    return Kind::apply(v, row_mean, factor, s, b);
  }
};

}  // namespace trtp::kernels
