#pragma once

// y = f(a, b), with a and b broadcast to y as NumPy does.

#include "kernel/broadcast.cuh"
#include "kernel/elementwise.cuh"

namespace trtp::kernels {

namespace detail {

template <class F, class Out, class A, class B>
__global__ void __launch_bounds__(256)
    binary_kernel(F f, int64_t count, Out* y, A const* a, Broadcast a_layout, B const* b,
                  Broadcast b_layout) {
  for (int64_t i = block_index() * 256 + threadIdx.x; i < count;
       i += int64_t{gridDim.x} * gridDim.y * 256) {
    y[i] = f(a[offset_of(a_layout, i)], b[offset_of(b_layout, i)]);
  }
}

}  // namespace detail

// `shape` and `rank` are y's; those of a and b are broadcastable to it. f takes and returns the
// elements' own types.
template <class F, class Out, class A, class B>
cudaError_t binary(cudaStream_t stream, F const& f, Out* y, int64_t const* shape, int rank,
                   A const* a, int64_t const* a_shape, int a_rank, B const* b,
                   int64_t const* b_shape, int b_rank) {
  auto const volume = [](int64_t const* extents, int n) {
    int64_t v = 1;
    for (int i = 0; i < n; ++i) v *= extents[i];
    return v;
  };
  int64_t const count = volume(shape, rank);
  if (count == 0) return cudaSuccess;
  if (volume(a_shape, a_rank) == count && volume(b_shape, b_rank) == count)
    return elementwise(stream, count, f, y, a, b);
  return launch(detail::binary_kernel<F, Out, A, B>, whole_grid(ceil_div(count, 256)), 256, stream,
                f, count, y, a, broadcast(shape, rank, a_shape, a_rank), b,
                broadcast(shape, rank, b_shape, b_rank));
}

}  // namespace trtp::kernels
