#pragma once

// Sums over a group of threads that are known to all of the group afterwards.

#include <cub/block/block_reduce.cuh>

namespace trtp::kernels {

// Two numbers that are summed at once, which takes as many barriers as one.
struct Pair {
  float a, b;
  friend __device__ __forceinline__ Pair operator+(Pair const& l, Pair const& r) {
    return {l.a + r.a, l.b + r.b};
  }
};

namespace detail {

__device__ __forceinline__ float from_lane_xor(float v, int mask) {
  return __shfl_xor_sync(0xFFFFFFFFU, v, mask);
}
__device__ __forceinline__ Pair from_lane_xor(Pair const& v, int mask) {
  return {from_lane_xor(v.a, mask), from_lane_xor(v.b, mask)};
}

}  // namespace detail

// T is float or Pair in all of these.

// Groups of `Size` adjacent lanes of a warp, Size = 1, 2, 4, ..., 32. All lanes of the warp must
// call, those of other groups too. Not cub::WarpReduce: that gives each group a mask of its own,
// for which the compiler puts a match, a vote and a branch around every shuffle.
template <int Size>
struct WarpGroup {
  static_assert(Size >= 1 && Size <= 32 && (Size & (Size - 1)) == 0);
  template <class T>
  static __device__ __forceinline__ T sum(T v) {
#pragma unroll
    for (int distance = Size / 2; distance > 0; distance /= 2) {
      v = v + detail::from_lane_xor(v, distance);
    }
    return v;
  }
};

// The whole of a one-dimensional block of `Size` threads, more than a warp.
template <int Size>
struct BlockGroup {
  static_assert(Size > 32 && Size <= 1024 && Size % 32 == 0);
  template <class T>
  static __device__ __forceinline__ T sum(T v) {
    using Reduce = cub::BlockReduce<T, Size>;
    __shared__ typename Reduce::TempStorage storage;
    __shared__ T total;
    v = Reduce(storage).Sum(v);
    if (threadIdx.x == 0) total = v;
    __syncthreads();
    // No barrier behind this, for further calls: thread 0 writes the next total when it has got
    // every thread's next number, hence after every thread has read this one; and it is done with
    // the storage.
    return total;
  }
};

}  // namespace trtp::kernels
