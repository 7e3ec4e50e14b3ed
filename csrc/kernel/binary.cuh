#pragma once

// y = f(a, b), with a and b broadcast to y as NumPy does. f is as in elementwise.cuh.

#include <limits>

#include "kernel/broadcast_pair.h"
#include "kernel/divider.h"
#include "kernel/elementwise.cuh"

namespace trtp::kernels {

namespace detail {

// How an index of type Index is divided by an extent.
template <class Index>
struct Extent;
template <>
struct Extent<uint32_t> {
  Divider divider;
  Extent() = default;
  explicit Extent(int64_t n) : divider(static_cast<uint32_t>(n)) {}
  __device__ __forceinline__ uint32_t quotient_of(uint32_t i) const { return quotient(i, divider); }
  __device__ __forceinline__ uint32_t value() const { return divider.divisor; }
};
template <>
struct Extent<int64_t> {
  int64_t n = 1;
  Extent() = default;
  explicit Extent(int64_t extent) : n(extent) {}
  __device__ __forceinline__ int64_t quotient_of(int64_t i) const { return i / n; }
  __device__ __forceinline__ int64_t value() const { return n; }
};

// A BroadcastPair whose last dimension is counted in packs.
template <class Index>
struct PackedPair {
  int rank = 1;
  Extent<Index> extent[BroadcastPair::max_rank];
  Index a_stride[BroadcastPair::max_rank] = {};
  Index b_stride[BroadcastPair::max_rank] = {};
  bool a_repeats = false;  // one element of a is that of all elements of a pack
  bool b_repeats = false;
};

template <class Index>
PackedPair<Index> packed(BroadcastPair const& in, int n) {
  PackedPair<Index> out;
  out.rank = in.rank;
  for (int d = 0; d < in.rank; ++d) {
    bool const last = d == in.rank - 1;
    int64_t const unit = last ? n : 1;
    out.extent[d] = Extent<Index>(in.extent[d] / unit);
    out.a_stride[d] = static_cast<Index>(in.a_stride[d] * unit);
    out.b_stride[d] = static_cast<Index>(in.b_stride[d] * unit);
  }
  out.a_repeats = in.a_stride[in.rank - 1] == 0;
  out.b_repeats = in.b_stride[in.rank - 1] == 0;
  return out;
}

template <int N, class T>
__device__ __forceinline__ Values<Compute<T>, N> operand(T const* p, bool repeats) {
  if (!repeats) return widen(load<N>(p));
  auto const one = widen(load<1>(p));
  Values<Compute<T>, N> out;
#pragma unroll
  for (int i = 0; i < N; ++i) out[i] = one[0];
  return out;
}

template <int N, class Index, class F, class Out, class A, class B>
__global__ void __launch_bounds__(256)
    binary_kernel(F f, int64_t packs, Out* y, A const* a, B const* b, PackedPair<Index> layout) {
  int64_t const pack = block_index() * 256 + threadIdx.x;
  if (pack >= packs) return;
  auto rest = static_cast<Index>(pack);
  Index a_at = 0, b_at = 0;
#pragma unroll 1
  for (int d = layout.rank - 1; d > 0; --d) {
    Index const outer = layout.extent[d].quotient_of(rest);
    Index const here = rest - outer * layout.extent[d].value();
    a_at += here * layout.a_stride[d];
    b_at += here * layout.b_stride[d];
    rest = outer;
  }
  a_at += rest * layout.a_stride[0];
  b_at += rest * layout.b_stride[0];
  auto const left = operand<N>(a + a_at, layout.a_repeats);
  auto const right = operand<N>(b + b_at, layout.b_repeats);
  store(y + pack * N, map<Out, N>(f, left, right));
}

template <int N, class Index, class F, class Out, class A, class B>
cudaError_t launch_binary(cudaStream_t stream, F const& f, int64_t count, Out* y, A const* a,
                          B const* b, BroadcastPair const& layout) {
  int64_t const packs = count / N;
  return launch(binary_kernel<N, Index, F, Out, A, B>, whole_grid(ceil_div(packs, 256)), 256,
                stream, f, packs, y, a, b, packed<Index>(layout, N));
}

}  // namespace detail

// `shape` and `rank` are y's; those of a and b are broadcastable to it, rank <= 8. The widest
// accesses are made where the last extent, after merging dimensions, is a multiple of them: with
// equal shapes, and mostly where one operand is a scalar or has y's last dimensions.
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
  BroadcastPair const layout = broadcast_pair(shape, rank, a_shape, a_rank, b_shape, b_rank);
  constexpr int n = pack_size<Out, A, B>();
  // Strides are sums of whole last dimensions: where these are in packs, all offsets are.
  bool const packs =
      layout.extent[layout.rank - 1] % n == 0 && aligned<n>(y) && aligned<n>(a) && aligned<n>(b);
  if (count > std::numeric_limits<int32_t>::max())
    return packs ? detail::launch_binary<n, int64_t>(stream, f, count, y, a, b, layout)
                 : detail::launch_binary<1, int64_t>(stream, f, count, y, a, b, layout);
  return packs ? detail::launch_binary<n, uint32_t>(stream, f, count, y, a, b, layout)
               : detail::launch_binary<1, uint32_t>(stream, f, count, y, a, b, layout);
}

}  // namespace trtp::kernels
