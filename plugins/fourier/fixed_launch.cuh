#pragma once

#include <algorithm>

#include "fixed.cuh"
#include "kernel/launch.cuh"

namespace trtp::kernels::fft {

namespace detail {

// Threads of a block, where a transform does not take more.
inline constexpr int wanted_threads = 128;

template <class Shape>
struct BlockOf {
  // So that there are registers for what they hold.
  static constexpr int most = Shape::each <= 16 ? 1024 : Shape::each <= 32 ? 512 : 256;
  static_assert(Shape::lanes <= most);
  // Transforms that lie side by side in memory are taken together.
  static constexpr int across = std::min(8, most / Shape::lanes);
  static constexpr int along = std::max(1, wanted_threads / Shape::lanes);
};

// A thread of a block.
template <class Shape>
struct OneOf {
  Lane<Shape> lane;
  bool side_by_side;

  template <class F>
  __device__ __forceinline__ void alone(F const& f) {
    f(lane);
  }
  template <class F>
  __device__ __forceinline__ void each(F const& f) {
    f(lane);
    if (32 % Shape::lanes == 0 && !side_by_side) {  // a transform is a warp's
      __syncwarp();
    } else {
      __syncthreads();
    }
  }
};

template <class Shape, FixedKind Kind>
__global__ void __launch_bounds__(BlockOf<Shape>::most)
    fixed_kernel(FixedTransform<Shape, Kind> transform, bool across) {
  extern __shared__ float2 places[];
  auto const thread = static_cast<int>(threadIdx.x);
  auto const count = static_cast<int>(blockDim.x) / Shape::lanes;
  int const b = across ? thread % count : thread / Shape::lanes;
  int64_t const u = block_index() * count + b;
  OneOf<Shape> me;
  me.side_by_side = across;
  me.lane.t = across ? thread / count : thread % Shape::lanes;
  me.lane.is_there = u < transform.job.transforms;
  me.lane.u = static_cast<uint32_t>(me.lane.is_there ? u : 0);
  me.lane.memory = places + b * Shape::pitch;
  transform(me);
}

template <class Shape, FixedKind Kind>
cudaError_t launch_fixed(FixedJob const& job, cudaStream_t stream) {
  using Block = detail::BlockOf<Shape>;
  auto const kernel = detail::fixed_kernel<Shape, Kind>;
  bool const across = job.x_at.step != 1 || job.y_at.step != 1;
  constexpr size_t each = Shape::pitch * sizeof(float2);
  int const wanted = across ? Block::across : Block::along;
  int const count = std::max(1, std::min(wanted, static_cast<int>(job.shared_bytes / each)));
  size_t const bytes = static_cast<size_t>(count) * each;
  if (bytes > 48 * 1024) {
    cudaError_t const status = cudaFuncSetAttribute(
        kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes));
    if (status != cudaSuccess) return status;
  }
  cudaLaunchConfig_t config{};
  config.gridDim = whole_grid(ceil_div(job.transforms, count));
  config.blockDim = dim3(static_cast<unsigned>(count * Shape::lanes));
  config.dynamicSmemBytes = bytes;
  config.stream = stream;
  return cudaLaunchKernelEx(&config, kernel, FixedTransform<Shape, Kind>{job}, across);
}

}  // namespace detail

template <FixedKind Kind>
cudaError_t fixed_transform_of(int n, FixedJob const& job, cudaStream_t stream) {
  cudaError_t status = cudaErrorInvalidValue;
  auto const run = [&](auto shape) {
    status = detail::launch_fixed<decltype(shape), Kind>(job, stream);
  };
  if constexpr (Kind == FixedKind::convolution) {
    with_power_of_two(n, run);
  } else {
    with_fixed_shape(n, run);
  }
  return status;
}

}  // namespace trtp::kernels::fft
