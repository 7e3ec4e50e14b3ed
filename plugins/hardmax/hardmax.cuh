#pragma once

// Where an axis has its largest element: found in one pass, and told in another that writes alone.

#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

// The first of the largest elements seen.
struct Largest {
  unsigned order = 0;  // less than any element's
  unsigned at = 0;

  __device__ __forceinline__ void take(float v, unsigned i) {
    unsigned const bits = __float_as_uint(v + 0.F);  // zeros of either sign are equal
    unsigned const sign = bits >> 31 != 0 ? 0xFFFFFFFFU : 0x80000000U;
    unsigned const its = v != v ? 0xFFFFFFFFU : bits ^ sign;
    at = its > order ? i : at;
    order = max(order, its);
  }
  __device__ __forceinline__ unsigned long long key() const {
    return static_cast<unsigned long long>(order) << 32 | ~at;
  }
};

__device__ __forceinline__ unsigned place_of(unsigned long long key) {
  return ~static_cast<unsigned>(key);
}

// The largest key of `Lanes` adjacent threads: 8 or 32 of a warp, or the block of 256.
template <int Lanes>
__device__ __forceinline__ unsigned long long largest_key(unsigned long long key) {
  constexpr int width = Lanes < 32 ? Lanes : 32;
#pragma unroll
  for (int distance = width / 2; distance > 0; distance /= 2) {
    key = max(key, __shfl_xor_sync(0xFFFFFFFFU, key, distance, width));
  }
  if constexpr (Lanes > 32) {
    __shared__ unsigned long long of_warps[Lanes / 32];
    if (threadIdx.x % 32 == 0) of_warps[threadIdx.x / 32] = key;
    __syncthreads();
#pragma unroll
    for (int w = 0; w < Lanes / 32; ++w) key = max(key, of_warps[w]);
  }
  return key;
}

// Rows of n adjacent elements, in packs of N, which n is a multiple of.
template <int Lanes, int N, class T>
__global__ void __launch_bounds__(256) hardmax_rows_kernel(T const* x, T* y, int64_t rows, int n) {
  int const thread = static_cast<int>(threadIdx.x), lane = thread % Lanes;
  int64_t const row = block_index() * (256 / Lanes) + thread / Lanes;
  int const end = row < rows ? n : 0;
  Largest largest;
#pragma unroll 4
  for (int i = lane * N; i < end; i += Lanes * N) {
    auto const v = widen(load<N, Cache::streaming>(x + row * n + i));
#pragma unroll
    for (int e = 0; e < N; ++e) largest.take(v[e], static_cast<unsigned>(i + e));
  }
  auto const at = static_cast<int>(place_of(largest_key<Lanes>(largest.key())));
#pragma unroll 4
  for (int i = lane * N; i < end; i += Lanes * N) {
    Values<Compute<T>, N> one;
#pragma unroll
    for (int e = 0; e < N; ++e) one[e] = i + e == at ? 1.F : 0.F;
    store<Cache::streaming>(y + row * n + i, narrow<T>(one));
  }
}

// Columns, whose elements are `inner` apart: N adjacent ones of each thread, N a divisor of inner,
// which eight threads share.
template <int N, class T>
__global__ void __launch_bounds__(256)
    hardmax_columns_kernel(T const* x, T* y, int64_t columns, int n, int64_t inner) {
  constexpr int parts = 8;
  __shared__ unsigned long long keys[parts][32 * N];
  int const lane = static_cast<int>(threadIdx.x) % 32, part = static_cast<int>(threadIdx.x) / 32;
  int64_t const column = (block_index() * 32 + lane) * N;
  int const end = column < columns ? n : 0;
  int64_t const first = column / inner * n * inner + column % inner;
  Largest largest[N];
#pragma unroll 4
  for (int k = part; k < end; k += parts) {
    auto const v = widen(load<N, Cache::streaming>(x + first + k * inner));
#pragma unroll
    for (int e = 0; e < N; ++e) largest[e].take(v[e], static_cast<unsigned>(k));
  }
#pragma unroll
  for (int e = 0; e < N; ++e) keys[part][e * 32 + lane] = largest[e].key();
  __syncthreads();
  int at[N];
#pragma unroll
  for (int e = 0; e < N; ++e) {
    unsigned long long key = 0;
#pragma unroll
    for (int p = 0; p < parts; ++p) key = max(key, keys[p][e * 32 + lane]);
    at[e] = static_cast<int>(place_of(key));
  }
#pragma unroll 4
  for (int k = part; k < end; k += parts) {
    Values<Compute<T>, N> one;
#pragma unroll
    for (int e = 0; e < N; ++e) one[e] = k == at[e] ? 1.F : 0.F;
    store<Cache::streaming>(y + first + k * inner, narrow<T>(one));
  }
}

}  // namespace trtp::kernels
