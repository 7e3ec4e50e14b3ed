#pragma once

// Clusters of thread blocks, which run at the same time and write to each other's shared memory:
// compute capability 9.0 on.

#include <cooperative_groups.h>

#include "kernel/device.h"
#include "kernel/launch.cuh"

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
