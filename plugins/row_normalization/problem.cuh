#pragma once

#include <cuda_runtime_api.h>

#include <cmath>
#include <cstdint>

#include "kernel/vector.cuh"
#include "kinds.cuh"
#include "layout.cuh"

namespace trtp::kernels {

__device__ __forceinline__ float finite(float v) { return isfinite(v) ? v : 0.F; }

// The first element of a pack, or of the row if that begins behind it.
template <bool Ragged, class T, int N, class Col>
__device__ __forceinline__ float first_of(Pack<T, N> const& pack, Col col, float first_of_row) {
  return Ragged && col < 0 ? first_of_row : finite(widen(pack)[0]);
}

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

  // What distances in a row are taken from; finite.
  __device__ __forceinline__ float reference(int64_t row) const {
    return row < rows && cols > 0 ? finite(static_cast<float>(x[row * cols])) : 0.F;
  }

  __device__ __forceinline__ void save(int64_t row, RowMean const& row_mean, float factor) const {
    if (mean != nullptr) mean[row] = cols > 0 ? row_mean.reference + row_mean.rest : NAN;
    if (inverse != nullptr) inverse[row] = factor;
  }

  template <class Kind, bool Ragged, int N, class Col>
  __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& v, RowMean const& row_mean,
                                              float factor, int64_t row, Col col, Col width) const {
    if constexpr (std::is_same_v<Layout, PerRun> && !Ragged) {
      if (scale_layout.is_one_for(N) && bias_layout.is_one_for(N)) {
        float const b = Kind::centred && bias != nullptr ? bias_layout.one_at(bias, row, col) : 0.F;
        return Kind::apply(v, row_mean, factor, scale_layout.one_at(scale, row, col), b);
      }
    }
    auto const s = scale_layout.template at<N, Ragged>(scale, row, col, width);
    Pack<S, N> b{};
    if (Kind::centred && bias != nullptr) {
      b = bias_layout.template at<N, Ragged>(bias, row, col, width);
    }
    return Kind::apply(v, row_mean, factor, s, b);
  }
};

}  // namespace trtp::kernels
