#include "det.h"

#include <algorithm>

#include "kernel/launch.cuh"

namespace trtp::kernels {

namespace {

constexpr int largest_of_warp = 32;
constexpr int warps = 4;  // of a block
constexpr int threads = 256;
constexpr int64_t most_blocks = 264;  // that have a matrix in the workspace at a time

struct Pivot {
  double size;  // absolute value; NaN is larger than all others, so that it is not lost
  int row;
};

__device__ __forceinline__ Pivot larger(Pivot const& a, Pivot const& b) {
  if (isnan(b.size) && !isnan(a.size)) return b;
  return b.size > a.size ? b : a;
}

__device__ __forceinline__ Pivot largest_in_warp(Pivot mine) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    Pivot const other{__shfl_xor_sync(0xFFFFFFFFU, mine.size, distance),
                      __shfl_xor_sync(0xFFFFFFFFU, mine.row, distance)};
    // Both lanes have to choose the same.
    mine = (threadIdx.x & static_cast<unsigned>(distance)) == 0 ? larger(mine, other)
                                                                : larger(other, mine);
  }
  return mine;
}

// A warp for a matrix, a lane for a row.
template <class T>
__global__ void __launch_bounds__(32 * warps)
    small_det_kernel(T const* x, T* y, int64_t matrices, int n) {
  constexpr int stride = largest_of_warp + 1;  // odd: lanes that read a column meet no other's bank
  __shared__ double shared[warps][largest_of_warp * stride];
  int const lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  int64_t const matrix = block_index() * warps + warp;
  if (matrix >= matrices) return;
  double* const a = shared[warp];
  T const* const from = x + matrix * n * n;
  for (int i = lane; i < n * n; i += 32) a[i / n * stride + i % n] = static_cast<float>(from[i]);
  __syncwarp();

  double det = 1.0;
  for (int k = 0; k < n; ++k) {
    bool const is_below = lane >= k && lane < n;
    Pivot const pivot =
        largest_in_warp({is_below ? fabs(a[lane * stride + k]) : -1.0, is_below ? lane : k});
    if (pivot.row != k) {
      det = -det;
      if (lane >= k && lane < n) {
        double const other = a[pivot.row * stride + lane];
        a[pivot.row * stride + lane] = a[k * stride + lane];
        a[k * stride + lane] = other;
      }
      __syncwarp();
    }
    double const divisor = a[k * stride + k];
    det *= divisor;
    if (divisor == 0.0) break;  // so are all below; all lanes see the same
    if (lane > k && lane < n) {
      double const factor = a[lane * stride + k] / divisor;
      for (int j = k + 1; j < n; ++j) a[lane * stride + j] -= factor * a[k * stride + j];
    }
    __syncwarp();
  }
  if (lane == 0) y[matrix] = static_cast<T>(static_cast<float>(det));
}

// A block for a matrix, which is in the workspace.
template <class T>
__global__ void __launch_bounds__(threads)
    large_det_kernel(T const* x, T* y, int64_t matrices, int64_t n, double* workspace) {
  __shared__ Pivot of_warps[threads / 32];
  int const thread = static_cast<int>(threadIdx.x);
  double* const a = workspace + blockIdx.x * n * n;
  for (int64_t matrix = blockIdx.x; matrix < matrices; matrix += gridDim.x) {
    T const* const from = x + matrix * n * n;
    for (int64_t i = thread; i < n * n; i += threads) a[i] = static_cast<float>(from[i]);
    __syncthreads();

    double det = 1.0;
    for (int64_t k = 0; k < n; ++k) {
      Pivot mine{-1.0, static_cast<int>(k)};
      for (int64_t i = k + thread; i < n; i += threads) {
        mine = larger(mine, {fabs(a[i * n + k]), static_cast<int>(i)});
      }
      mine = largest_in_warp(mine);
      if (thread % 32 == 0) of_warps[thread / 32] = mine;
      __syncthreads();
      Pivot pivot = of_warps[0];
      for (int w = 1; w < threads / 32; ++w) pivot = larger(pivot, of_warps[w]);
      if (pivot.row != k) {
        det = -det;
        for (int64_t j = k + thread; j < n; j += threads) {
          double const other = a[pivot.row * n + j];
          a[pivot.row * n + j] = a[k * n + j];
          a[k * n + j] = other;
        }
      }
      __syncthreads();
      double const divisor = a[k * n + k];
      det *= divisor;
      if (divisor == 0.0) break;
      // A warp for a row, so that accesses are adjacent. The factor's column is left as it is.
      for (int64_t i = k + 1 + thread / 32; i < n; i += threads / 32) {
        double const factor = a[i * n + k] / divisor;
        for (int64_t j = k + 1 + thread % 32; j < n; j += 32) a[i * n + j] -= factor * a[k * n + j];
      }
      __syncthreads();
    }
    if (thread == 0) y[matrix] = static_cast<T>(static_cast<float>(det));
    __syncthreads();  // before the next matrix takes the place of this one
  }
}

int64_t blocks_for(int64_t matrices) { return std::min(matrices, most_blocks); }

}  // namespace

size_t det_workspace(int64_t matrices, int64_t n) {
  if (n <= largest_of_warp || matrices <= 0) return 0;
  return static_cast<size_t>(blocks_for(matrices) * n * n) * sizeof(double);
}

template <class T>
cudaError_t det(T const* x, T* y, int64_t matrices, int64_t n, void* workspace,
                cudaStream_t stream) {
  if (matrices == 0) return cudaSuccess;
  if (n <= largest_of_warp) {
    return launch(small_det_kernel<T>, whole_grid(ceil_div(matrices, warps)), 32 * warps, stream, x,
                  y, matrices, static_cast<int>(n));
  }
  return launch(large_det_kernel<T>, capped_grid(blocks_for(matrices)), threads, stream, x, y,
                matrices, n, static_cast<double*>(workspace));
}

template cudaError_t det(float const*, float*, int64_t, int64_t, void*, cudaStream_t);
template cudaError_t det(__half const*, __half*, int64_t, int64_t, void*, cudaStream_t);

}  // namespace trtp::kernels
