#pragma once

// Clusters of thread blocks, which run at the same time and write to each other's shared memory:
// compute capability 9.0 on.

#include <cooperative_groups.h>

#include "kernel/device.h"
#include "kernel/launch.cuh"
#include "kernel/reduce.cuh"

namespace trtp::kernels {

namespace detail {

// Whether code compiled for an architecture that has clusters is what this device runs: it takes
// the newest that it can.
inline bool compiled_with_clusters(int capability) {
#ifdef __CUDA_ARCH_LIST__
  for (int const compiled : {__CUDA_ARCH_LIST__}) {
    if (compiled >= 900 && compiled <= capability * 10) return true;
  }
#endif
  return false;
}

}  // namespace detail

inline bool has_clusters(Device const& device) {
  return device.capability >= 90 && detail::compiled_with_clusters(device.capability);
}

// All threads of a cluster of `Blocks` one-dimensional blocks of `Threads` threads, along x. Unlike
// the groups in reduce.cuh it is an object with a state, of which a thread has one, and all of them
// call sum() equally often, at least once.
template <int Blocks, int Threads>
class ClusterGroup {
  static_assert(Blocks >= 2 && Blocks <= 8, "more is not portable");

 public:
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 900
  template <class T>
  __device__ T sum(T v) {
    return v;  // never launched
  }
#else
  // Others' shared memory may be written to when they are known to run. That they do is waited for
  // as late as possible.
  __device__ __forceinline__ ClusterGroup() { cooperative_groups::this_cluster().barrier_arrive(); }

  template <class T>
  __device__ __forceinline__ T sum(T v) {
    // One for even calls and one for odd: who writes the third sum knows that all others have got
    // the second, hence have done with the first.
    __shared__ T totals[2][Blocks];
    auto const cluster = cooperative_groups::this_cluster();
    v = BlockGroup<Threads>::sum(v);
    if (calls_ == 0) cluster.barrier_wait();
    T* const mine = totals[calls_ % 2];
    ++calls_;
    if (threadIdx.x < Blocks) {
      *cluster.map_shared_rank(mine + cluster.block_rank(), threadIdx.x) = v;
    }
    cluster.sync();
    T sum = mine[0];
#pragma unroll
    for (int i = 1; i < Blocks; ++i) sum = sum + mine[i];
    return sum;
  }

 private:
  int calls_ = 0;
#endif
};

// launch() in clusters of `blocks` blocks; grid.x is a multiple of that.
template <class... P, class... A>
cudaError_t launch_clusters(void (*kernel)(P...), int blocks, dim3 grid, unsigned threads,
                            cudaStream_t stream, A&&... args) {
  cudaLaunchAttribute cluster{};
  cluster.id = cudaLaunchAttributeClusterDimension;
  cluster.val.clusterDim.x = static_cast<unsigned>(blocks);
  cluster.val.clusterDim.y = 1;
  cluster.val.clusterDim.z = 1;
  cudaLaunchConfig_t config{};
  config.gridDim = grid;
  config.blockDim = dim3(threads);
  config.stream = stream;
  config.attrs = &cluster;
  config.numAttrs = 1;
  return cudaLaunchKernelEx(&config, kernel, std::forward<A>(args)...);
}

}  // namespace trtp::kernels
