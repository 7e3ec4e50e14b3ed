#pragma once

// Matrices of up to 32 rows: a lane has a row, in registers, and as many lanes as there are rows
// (or a few more, with those of a unit matrix) do a matrix.

#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

// The row that is best to eliminate with, and by its upper bits how large its element is: NaN is
// larger than all others, so that it is not lost. `is_left`: it has not been chosen before.
__device__ __forceinline__ unsigned pivot_key(double element, unsigned row, bool is_left) {
  auto const size = static_cast<unsigned>(__double2hiint(fabs(element)));
  return is_left ? (size & ~63U) | 32U | row : 0U;
}

// Elements that a lane reads at once.
template <int Lanes, class T>
inline constexpr int row_pack = Lanes < pack_size<T>() ? Lanes : pack_size<T>();

template <int Lanes, class T>
__device__ __forceinline__ void load_row(double (&a)[Lanes], T const* x, int row, int n,
                                         bool packs) {
  constexpr int pack = row_pack<Lanes, T>;
  if (packs) {
#pragma unroll
    for (int j = 0; j < Lanes; j += pack) {
      Values<float, pack> const v = widen(load<pack, Cache::streaming>(x + row * Lanes + j));
#pragma unroll
      for (int i = 0; i < pack; ++i) a[j + i] = v[i];
    }
    return;
  }
#pragma unroll
  for (int j = 0; j < Lanes; ++j) {
    a[j] = row < n && j < n ? static_cast<float>(x[row * n + j]) : row == j ? 1.F : 0.F;
  }
}

template <int Lanes, class T>
__global__ void __launch_bounds__(256)
    small_det_kernel(T const* x, T* y, int64_t matrices, int n, bool packs) {
  constexpr unsigned everyone = 0xFFFFFFFFU;
  int const row = static_cast<int>(threadIdx.x) % Lanes;
  int64_t const matrix = block_index() * (256 / Lanes) + static_cast<int>(threadIdx.x) / Lanes;
  bool const is_there = matrix < matrices;
  double a[Lanes];
  load_row<Lanes>(a, x + (is_there ? matrix : 0) * n * n, row, n, packs);

  double det = 1.0;
  unsigned chosen = 0;  // rows, by bits
#pragma unroll
  for (int k = 0; k < Lanes; ++k) {
    bool const is_left = (chosen >> row & 1U) == 0;
    unsigned key = pivot_key(a[k], static_cast<unsigned>(row), is_left);
#pragma unroll
    for (int distance = Lanes / 2; distance > 0; distance /= 2) {
      key = max(key, __shfl_xor_sync(everyone, key, distance, Lanes));
    }
    int const pivot = static_cast<int>(key & 31U);
    double const divisor = __shfl_sync(everyone, a[k], pivot, Lanes);
    // It moves to the front of the rows that are left.
    unsigned const passed = ~chosen & ((1U << pivot) - 1U);
    // Once 0 it stays so, whatever else is infinite.
    det = det == 0.0 || divisor == 0.0 ? 0.0 : (__popc(passed) % 2 == 0 ? det : -det) * divisor;
    chosen |= 1U << pivot;
    double const factor = is_left && divisor != 0.0 ? a[k] / divisor : 0.0;
#pragma unroll
    for (int j = k + 1; j < Lanes; ++j) {
      a[j] -= factor * __shfl_sync(everyone, a[j], pivot, Lanes);
    }
  }
  if (row == 0 && is_there) y[matrix] = static_cast<T>(static_cast<float>(det));
}

template <int Lanes, class T>
cudaError_t run_small_det(T const* x, T* y, int64_t matrices, int64_t n, cudaStream_t stream) {
  bool const packs = n == Lanes && aligned<row_pack<Lanes, T>>(x);
  return launch(small_det_kernel<Lanes, T>, whole_grid(ceil_div(matrices, 256 / Lanes)), 256,
                stream, x, y, matrices, static_cast<int>(n), packs);
}

}  // namespace trtp::kernels
