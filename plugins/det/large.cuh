#pragma once

// Larger matrices: a block for each, eliminating with 32 columns at a time (Golub and Van Loan,
// "Matrix Computations", section 3.2.10, with pivoting) so that the rest is read and written once
// for all of these. Rows stay where they are; what moves is a list of them.

#include <algorithm>

#include "kernel/launch.cuh"

namespace trtp::kernels {

struct LargeDet {
  static constexpr int width = 32;  // columns of a panel
  static constexpr int pitch = 33;  // of a panel's rows: odd, for threads that read a column
  static constexpr int threads = 256;
  static constexpr int64_t most_blocks = 264;  // that have a matrix in the workspace at a time

  static int64_t blocks_for(int64_t matrices) { return std::min(matrices, most_blocks); }
  // The matrix, a panel that does not fit into shared memory, and the list of rows.
  __host__ __device__ static constexpr int64_t doubles_of_block(int64_t n) {
    return n * n + n * pitch + n;
  }
  static size_t panel_bytes(int64_t n) { return static_cast<size_t>(n) * pitch * sizeof(double); }
};

namespace detail {

// As pivot_key() of small.cuh, with 20 bits for the row: a matrix of more would take up terabytes.
__device__ __forceinline__ unsigned long long long_pivot_key(double element, int row) {
  auto const size = static_cast<unsigned long long>(__double_as_longlong(fabs(element)));
  return (size & ~0xFFFFFULL) | static_cast<unsigned>(row);
}

__device__ __forceinline__ unsigned long long largest_of_block(unsigned long long mine,
                                                               unsigned long long* of_warps) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    mine = max(mine, __shfl_xor_sync(0xFFFFFFFFU, mine, distance));
  }
  if (threadIdx.x % 32 == 0) of_warps[threadIdx.x / 32] = mine;
  __syncthreads();
#pragma unroll
  for (int w = 0; w < LargeDet::threads / 32; ++w) mine = max(mine, of_warps[w]);
  return mine;
}

// Eliminates in the panel of `rows` rows and `cols` columns. Returns its part of the determinant.
__device__ __forceinline__ double eliminate_in_panel(double* panel, int* row_list, int rows,
                                                     int cols, unsigned long long* of_warps) {
  constexpr int pitch = LargeDet::pitch, threads = LargeDet::threads;
  int const thread = static_cast<int>(threadIdx.x);
  double det = 1.0;
  for (int c = 0; c < cols; ++c) {
    unsigned long long mine = 0;
    for (int i = c + thread; i < rows; i += threads) {
      mine = max(mine, long_pivot_key(panel[int64_t{i} * pitch + c], i));
    }
    auto const pivot = static_cast<int>(largest_of_block(mine, of_warps) & 0xFFFFFU);
    if (pivot != c) {
      det = -det;
      double *const one = panel + int64_t{c} * pitch, *const other = panel + int64_t{pivot} * pitch;
      if (thread < cols) {
        double const kept = one[thread];
        one[thread] = other[thread];
        other[thread] = kept;
      } else if (thread == cols) {
        int const kept = row_list[c];
        row_list[c] = row_list[pivot];
        row_list[pivot] = kept;
      }
    }
    __syncthreads();
    double const* const top = panel + int64_t{c} * pitch;
    double const divisor = top[c];
    if (divisor == 0.0) return 0.0;  // so are all below
    det *= divisor;
    // The thread that has a row looks for the next pivot in it as well.
    for (int i = c + 1 + thread; i < rows; i += threads) {
      double* const row = panel + int64_t{i} * pitch;
      double const factor = row[c] / divisor;
      row[c] = factor;
      for (int j = c + 1; j < cols; ++j) row[j] -= factor * top[j];
    }
  }
  return det;
}

// a, whose columns are those right of the panel: its first 32 rows get what elimination makes of
// them, and the rows below lose their multiples of these.
__device__ __forceinline__ void eliminate_right_of_panel(double* a, int64_t n, double const* panel,
                                                         int const* row_list, int rows, int cols) {
  constexpr int width = LargeDet::width, pitch = LargeDet::pitch;
  constexpr int across = 64, down = LargeDet::threads / across;  // threads
  int const thread = static_cast<int>(threadIdx.x);
  for (int j = thread % across; j < cols; j += across) {
    // Else the compiler reads the panel's triangle before the loop, into memory of each thread.
    asm volatile("" ::: "memory");
    double top[width];
#pragma unroll
    for (int c = 0; c < width; ++c) top[c] = a[row_list[c] * n + j];
#pragma unroll
    for (int c = 0; c < width; ++c) {
#pragma unroll
      for (int r = c + 1; r < width; ++r) top[r] -= panel[r * pitch + c] * top[c];
    }
#pragma unroll 2
    for (int i = width + thread / across; i < rows; i += down) {
      double* const element = a + row_list[i] * n + j;
      double const* const factors = panel + int64_t{i} * pitch;
      double left = *element;
#pragma unroll
      for (int c = 0; c < width; ++c) left -= factors[c] * top[c];
      *element = left;
    }
  }
}

}  // namespace detail

template <bool Shared, class T>
__global__ void __launch_bounds__(LargeDet::threads, 2)
    large_det_kernel(T const* x, T* y, int64_t matrices, int64_t n, double* workspace) {
  constexpr int width = LargeDet::width, pitch = LargeDet::pitch, threads = LargeDet::threads;
  extern __shared__ double shared[];
  __shared__ unsigned long long of_warps[threads / 32];
  int const thread = static_cast<int>(threadIdx.x);
  double* const a = workspace + blockIdx.x * LargeDet::doubles_of_block(n);
  double* const panel = Shared ? shared : a + n * n;
  auto* const row_list = reinterpret_cast<int*>(a + n * n + n * pitch);

  for (int64_t matrix = blockIdx.x; matrix < matrices; matrix += gridDim.x) {
    T const* const from = x + matrix * n * n;
    for (int64_t i = thread; i < n * n; i += threads) a[i] = static_cast<float>(from[i]);
    for (int64_t i = thread; i < n; i += threads) row_list[i] = static_cast<int>(i);
    double det = 1.0;
    for (int64_t k = 0; k < n && det != 0.0; k += width) {
      auto const rows = static_cast<int>(n - k), cols = min(width, rows);
      int* const list = row_list + k;
      __syncthreads();
      for (int64_t i = thread; i < int64_t{rows} * width; i += threads) {
        int64_t const row = i / width, c = i % width;
        if (c < cols) panel[row * pitch + c] = a[list[row] * n + k + c];
      }
      __syncthreads();
      double const part = detail::eliminate_in_panel(panel, list, rows, cols, of_warps);
      det = part == 0.0 ? 0.0 : det * part;  // though it be infinite
      __syncthreads();
      if (rows > width && det != 0.0) {
        detail::eliminate_right_of_panel(a + k + width, n, panel, list, rows, rows - width);
      }
    }
    // Nobody looks at a matrix after its last panel: the next one may take its place.
    if (thread == 0) y[matrix] = static_cast<T>(static_cast<float>(det));
  }
}

inline size_t large_det_workspace(int64_t matrices, int64_t n) {
  return static_cast<size_t>(LargeDet::blocks_for(matrices) * LargeDet::doubles_of_block(n)) *
         sizeof(double);
}

template <class T>
cudaError_t run_large_det(T const* x, T* y, int64_t matrices, int64_t n, void* workspace,
                          cudaStream_t stream) {
  int device = 0, most = 0;
  cudaError_t status = cudaGetDevice(&device);
  if (status == cudaSuccess) {
    status = cudaDeviceGetAttribute(&most, cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
  }
  if (status != cudaSuccess) return status;
  size_t const bytes = LargeDet::panel_bytes(n);
  bool const fits = bytes + 1024 <= static_cast<size_t>(most);
  auto const kernel = fits ? large_det_kernel<true, T> : large_det_kernel<false, T>;
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(static_cast<unsigned>(LargeDet::blocks_for(matrices)));
  config.blockDim = dim3(LargeDet::threads);
  config.stream = stream;
  if (fits) {
    config.dynamicSmemBytes = bytes;
    status = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                  static_cast<int>(bytes));
    if (status != cudaSuccess) return status;
  }
  return cudaLaunchKernelEx(&config, kernel, x, y, matrices, n, static_cast<double*>(workspace));
}

}  // namespace trtp::kernels
