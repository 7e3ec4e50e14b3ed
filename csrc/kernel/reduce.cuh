#pragma once

// Sums over a group of threads that are known to all of the group afterwards.

#include <cub/block/block_reduce.cuh>
#include <cub/warp/warp_reduce.cuh>

#include "kernel/vector.cuh"

namespace trtp::kernels {

// Groups of `Size` adjacent lanes of a warp, Size = 1, 2, 4, ..., 32. All lanes of a group must call.
template <int Size>
struct WarpGroup {
  static __device__ __forceinline__ float sum(float v) {
    if constexpr (Size == 1) return v;
    using Reduce = cub::WarpReduce<float, Size>;
    typename Reduce::TempStorage storage;  // empty: shuffles
    v = Reduce(storage).Sum(v);
    unsigned const first = threadIdx.x % 32U / Size * Size;
    unsigned const mask = (0xFFFFFFFFU >> (32 - Size)) << first;
    return __shfl_sync(mask, v, 0, Size);
  }
};

// The whole of a one-dimensional block of `Size` threads.
template <int Size>
struct BlockGroup {
  static __device__ __forceinline__ float sum(float v) {
    using Reduce = cub::BlockReduce<float, Size>;
    __shared__ typename Reduce::TempStorage storage;
    __shared__ float total;
    v = Reduce(storage).Sum(v);
    if (threadIdx.x == 0) total = v;
    __syncthreads();
    v = total;
    __syncthreads();  // storage and total may be written again
    return v;
  }
};

}  // namespace trtp::kernels
