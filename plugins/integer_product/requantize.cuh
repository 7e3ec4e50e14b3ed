#pragma once

#include <cuda_fp16.h>

#include "integer_product.h"

namespace trtp::kernels {

template <class T>
__host__ __device__ __forceinline__ T at(Parameter<T> const& p, int64_t batch, int64_t row,
                                         int64_t column) {
  return p.data[batch * p.per_matrix + row * p.per_row + column * p.per_column];
}

// value * factor + zero, rounded to nearest, ties to even, in [low, high]. In float32, unless its
// rounding might decide: then in float64, in which the product is exact.
__host__ __device__ __forceinline__ int32_t requantized(int32_t value, float factor, int32_t zero,
                                                        int32_t low, int32_t high) {
  float const y = fmaf(static_cast<float>(value), factor, static_cast<float>(zero));
  // Beyond 2^16 it saturates, of 8 bits; so does NaN, to low.
  if (!(y > static_cast<float>(low) - 1.F)) return low;
  if (y >= static_cast<float>(high) + 1.F) return high;
  float const rounded = rintf(y);
  auto result = static_cast<int32_t>(rounded);
  if (fabsf(fabsf(y - rounded) - 0.5F) < 1e-3F) {
    result = static_cast<int32_t>(
        rint(static_cast<double>(value) * static_cast<double>(factor) + static_cast<double>(zero)));
  }
  return result < low ? low : result > high ? high : result;
}

}  // namespace trtp::kernels
