#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// Distances between the elements of a tensor, in elements.
struct HeadStrides {
  int64_t batch, head, row;
};

// The first `rotated` (even) elements of each vector of `size` elements, as pairs (a, b), turned:
//   (cos * a - sin * b, sin * a + cos * b)
// and the others as they are. Pairs are adjacent elements if `interleaved`, elements of the two
// halves otherwise. Vectors are at x + b * at.batch + h * at.head + r * at.row for batch b, head h,
// row r; those of y likewise. cos and sin have rows of rotated / 2 elements: row positions[b *
// position_batch + r] for row r of batch b, moved into [0, cache_rows) where it is not; or row b *
// cache_batch + r where positions is null. Computed in float. y may be x. T is float or __half.
template <class T>
struct Rotary {
  T const* x;
  T const* cos;
  T const* sin;
  int32_t const* positions;
  T* y;
  HeadStrides at;
  int64_t batch, heads, rows, size, rotated;
  int64_t cache_rows, cache_batch, position_batch;
  bool interleaved;
  bool heads_last;  // of x's first three dimensions: [batch, row, head] rather than [batch, head,
                    // row]
};

template <class T>
cudaError_t rotary_embedding(Rotary<T> const& rotary, cudaStream_t stream);

}  // namespace trtp::kernels
