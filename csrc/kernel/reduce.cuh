#pragma once

// Sums over a group of threads that are known to all of the group afterwards.

#include <cub/block/block_reduce.cuh>

namespace trtp::kernels {

// Groups of `Size` adjacent lanes of a warp, Size = 1, 2, 4, ..., 32. All lanes of the warp must
// call, those of other groups too. Not cub::WarpReduce: that gives each group a mask of its own,
// for which the compiler puts a match, a vote and a branch around every shuffle.
template <int Size>
struct WarpGroup {
  static_assert(Size >= 1 && Size <= 32 && (Size & (Size - 1)) == 0);
  static __device__ __forceinline__ float sum(float v) {
#pragma unroll
    for (int distance = Size / 2; distance > 0; distance /= 2) {
      v += __shfl_xor_sync(0xFFFFFFFFU, v, distance);
    }
    return v;
  }
};

// The whole of a one-dimensional block of `Size` threads, more than a warp.
template <int Size>
struct BlockGroup {
  static_assert(Size > 32 && Size <= 1024 && Size % 32 == 0);
  static __device__ __forceinline__ float sum(float v) {
    using Reduce = cub::BlockReduce<float, Size>;
    __shared__ typename Reduce::TempStorage storage;
    __shared__ float total;
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
