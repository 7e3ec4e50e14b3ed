#pragma once

// Mean and variance of what a group of threads has, put together as Chan, Golub and LeVeque do
// ("Updating formulae and a pairwise algorithm for computing sample variances", 1979): as accurate
// as two passes over everything, and for one exchange between the threads.

#include "kernel/cluster.cuh"
#include "kernel/reduce.cuh"

namespace trtp::kernels {

struct Moments {
  float count;
  float mean;
  float m2;  // sum of the squares of the distances from the mean
};

// Of `count` elements by their distances from `reference` and the squares of these; the mean is
// taken from `origin`. As accurate as two passes if one of the elements is the reference: its own
// square is then no smaller than what is lost where it is far from all others, but for a factor of
// `count`, which is to be small.
__device__ __forceinline__ Moments moments_by(float count, float reference, float distances,
                                              float squares, float origin) {
  if (count == 0.F) return {0.F, 0.F, 0.F};
  float const mean = __fdividef(distances, count);
  float const m2 = fmaf(-mean, distances, squares);
  return {count, (reference - origin) + mean, m2 < 0.F ? 0.F : m2};  // NaN where it is
}

namespace detail {

// Of `Size` adjacent lanes; all lanes of the warp call.
template <int Size>
__device__ __forceinline__ Moments together(Moments const& mine) {
  Pair const sums = WarpGroup<Size>::sum(Pair{mine.count, mine.count * mine.mean});
  float const mean = sums.a > 0.F ? __fdividef(sums.b, sums.a) : 0.F;
  float const d = mine.mean - mean;
  return {sums.a, mean, WarpGroup<Size>::sum(fmaf(mine.count * d, d, mine.m2))};
}
template <int Size>
__device__ __forceinline__ float together(float mine) {
  return WarpGroup<Size>::sum(mine);
}

// Of a few, one after the other.
template <int Size>
__device__ __forceinline__ Moments together_of(Moments const* all) {
  float count = 0.F, sum = 0.F, m2 = 0.F;
#pragma unroll
  for (int i = 0; i < Size; ++i) {
    count += all[i].count;
    sum = fmaf(all[i].count, all[i].mean, sum);
  }
  float const mean = count > 0.F ? sum / count : 0.F;
#pragma unroll
  for (int i = 0; i < Size; ++i) {
    float const d = all[i].mean - mean;
    m2 += fmaf(all[i].count * d, d, all[i].m2);
  }
  return {count, mean, m2};
}
template <int Size>
__device__ __forceinline__ float together_of(float const* all) {
  float sum = all[0];
#pragma unroll
  for (int i = 1; i < Size; ++i) sum += all[i];
  return sum;
}

}  // namespace detail

// Each thread has an object of its own, and all threads of a group call it equally often. V is
// Moments, or float for a sum; every thread gets the result.

// `Size` adjacent lanes of a warp.
template <int Size>
struct WarpTogether {
  template <class V>
  __device__ __forceinline__ V operator()(V const& mine) {
    return detail::together<Size>(mine);
  }
};

// A one-dimensional block of `Threads` threads: 64, 128, ..., 1024.
template <int Threads>
class BlockTogether {
  static constexpr int warps = Threads / 32;
  static_assert(warps >= 2 && warps <= 32 && (warps & (warps - 1)) == 0);

 public:
  template <class V>
  __device__ __forceinline__ V operator()(V mine) {
    // Two, so that one barrier is enough: who writes the third knows that all have read the first.
    __shared__ V parts[2][warps];
    mine = detail::together<32>(mine);
    V* const part = parts[calls_ % 2];
    ++calls_;
    if (threadIdx.x % 32 == 0) part[threadIdx.x / 32] = mine;
    __syncthreads();
    return detail::together<warps>(part[threadIdx.x % warps]);
  }

 private:
  unsigned calls_ = 0;
};

// All threads of a cluster of `Blocks` such blocks, along x; called at least once.
template <int Blocks, int Threads>
class ClusterTogether {
  static_assert(Blocks >= 2 && Blocks <= 8, "more is not portable");

 public:
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 900
  template <class V>
  __device__ V operator()(V const& mine) {
    return mine;  // never launched
  }
#else
  // Others' shared memory may be written to when they are known to run. That they do is waited for
  // as late as possible.
  __device__ __forceinline__ ClusterTogether() {
    cooperative_groups::this_cluster().barrier_arrive();
  }

  template <class V>
  __device__ __forceinline__ V operator()(V const& mine) {
    __shared__ V parts[2][Blocks];
    auto const cluster = cooperative_groups::this_cluster();
    V const of_block = block_(mine);
    if (calls_ == 0) cluster.barrier_wait();
    V* const part = parts[calls_ % 2];
    ++calls_;
    if (threadIdx.x < Blocks) {
      *cluster.map_shared_rank(part + cluster.block_rank(), threadIdx.x) = of_block;
    }
    cluster.sync();
    return detail::together_of<Blocks>(part);
  }

 private:
  BlockTogether<Threads> block_;
  unsigned calls_ = 0;
#endif
};

}  // namespace trtp::kernels
