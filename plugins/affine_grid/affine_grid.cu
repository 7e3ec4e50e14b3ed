#include "affine_grid.h"

#include "kernel/launch.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

// The coordinate of i is i * scale + shift.
struct Axis {
  int64_t extent;
  float scale, shift;
};

Axis axis_of(int64_t extent, bool align_corners) {
  auto const n = static_cast<double>(extent);
  if (align_corners) return {extent, extent > 1 ? static_cast<float>(2 / (n - 1)) : 0.F, -1.F};
  return {extent, static_cast<float>(2 / n), static_cast<float>(1 / n - 1)};
}

template <int Rank, class T>
__global__ void __launch_bounds__(threads)
    affine_grid_kernel(T const* theta, T* grid, int64_t count, Axis z, Axis y, Axis x) {
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t const row = i / x.extent, slice = row / y.extent, n = slice / z.extent;
    // In the order of theta's columns.
    float const at[] = {fmaf(static_cast<float>(i - row * x.extent), x.scale, x.shift),
                        fmaf(static_cast<float>(row - slice * y.extent), y.scale, y.shift),
                        fmaf(static_cast<float>(slice - n * z.extent), z.scale, z.shift)};
    T const* const matrix = theta + n * (Rank * (Rank + 1));
#pragma unroll
    for (int r = 0; r < Rank; ++r) {
      T const* const line = matrix + r * (Rank + 1);
      float sum = static_cast<float>(line[Rank]);
#pragma unroll
      for (int d = 0; d < Rank; ++d) sum = fmaf(static_cast<float>(line[d]), at[d], sum);
      grid[i * Rank + r] = static_cast<T>(sum);
    }
  }
}

}  // namespace

template <class T>
cudaError_t affine_grid(T const* theta, T* grid, int rank, int64_t batch, int64_t depth,
                        int64_t height, int64_t width, bool align_corners, cudaStream_t stream) {
  int64_t const count = batch * depth * height * width;
  if (count <= 0) return cudaSuccess;
  return launch(rank == 3 ? affine_grid_kernel<3, T> : affine_grid_kernel<2, T>,
                capped_grid(ceil_div(count, threads)), threads, stream, theta, grid, count,
                axis_of(depth, align_corners), axis_of(height, align_corners),
                axis_of(width, align_corners));
}

template cudaError_t affine_grid(float const*, float*, int, int64_t, int64_t, int64_t, int64_t,
                                 bool, cudaStream_t);
template cudaError_t affine_grid(__half const*, __half*, int, int64_t, int64_t, int64_t, int64_t,
                                 bool, cudaStream_t);

}  // namespace trtp::kernels
