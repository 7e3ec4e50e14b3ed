#pragma once

// Kernels of cumulative(). Along the last dimension a warp, or for few long rows a block, walks
// through a row in packs; along another one neighbouring threads have neighbouring columns. Memory
// is read once in either.
//
// Positions count in the direction of the fold: with `reverse` the first one is the last in memory.

#include <cub/block/block_scan.cuh>

#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

namespace detail {

template <class T>
struct Accumulator;
template <>
struct Accumulator<float> {
  using type = double;
};
template <>
struct Accumulator<__half> {
  using type = float;
};
template <>
struct Accumulator<int32_t> {
  using type = uint32_t;  // wraps around; a signed one must not
};

}  // namespace detail

template <class A>
struct SumFold {
  using Value = A;
  static __device__ __forceinline__ A identity() { return A(0); }
  __device__ __forceinline__ A operator()(A a, A b) const { return a + b; }
};
template <class A>
struct ProductFold {
  using Value = A;
  static __device__ __forceinline__ A identity() { return A(1); }
  __device__ __forceinline__ A operator()(A a, A b) const { return a * b; }
};

struct ScanForm {
  bool exclusive;
  bool reverse;
};

namespace detail {

// N elements from position `at` on, n in the row, in the order of the fold. n and `at` are
// multiples of N.
template <class A, int N, class T>
__device__ __forceinline__ Values<A, N> in_order(Pack<T, N> const& pack, bool reverse) {
  auto const v = widen(pack);
  Values<A, N> out;
#pragma unroll
  for (int i = 0; i < N; ++i) out[i] = static_cast<A>(reverse ? v[N - 1 - i] : v[i]);
  return out;
}

template <class T, class A, int N>
__device__ __forceinline__ Pack<T, N> in_memory(Values<A, N> const& v, bool reverse) {
  Values<A, N> out;
#pragma unroll
  for (int i = 0; i < N; ++i) out[i] = reverse ? v[N - 1 - i] : v[i];
  return narrow<T>(out);
}

template <int N>
__device__ __forceinline__ int64_t address(int64_t at, int64_t n, bool reverse) {
  return reverse ? n - N - at : at;
}

// What a thread's elements become, given the fold of all before them.
template <class F, int N>
__device__ __forceinline__ Values<typename F::Value, N> finish(
    Values<typename F::Value, N> const& v, typename F::Value before, bool exclusive) {
  Values<typename F::Value, N> out;
#pragma unroll
  for (int i = 0; i < N; ++i) {
    auto const with = F{}(before, v[i]);
    out[i] = exclusive ? before : with;
    before = with;
  }
  return out;
}

template <class F, int N>
__device__ __forceinline__ typename F::Value total(Values<typename F::Value, N> const& v) {
  auto sum = v[0];
#pragma unroll
  for (int i = 1; i < N; ++i) sum = F{}(sum, v[i]);
  return sum;
}

}  // namespace detail

// A warp per row; `Packs` accesses of a lane are in flight together. n is a multiple of N.
template <int Warps, int Packs, int N, class F, class T>
__global__ void __launch_bounds__(Warps * 32)
    scan_rows_kernel(T const* x, T* y, int64_t rows, int64_t n, ScanForm form) {
  using A = typename F::Value;
  constexpr unsigned all = 0xFFFFFFFFU;
  int const lane = static_cast<int>(threadIdx.x) % 32;
  int64_t const row = block_index() * Warps + threadIdx.x / 32;
  if (row >= rows) return;  // the whole warp
  T const* const from = x + row * n;
  T* const to = y + row * n;
  A carry = F::identity();
  for (int64_t start = 0; start < n; start += 32 * Packs * N) {
    Pack<T, N> pack[Packs];
#pragma unroll
    for (int k = 0; k < Packs; ++k) {
      int64_t const at = start + (k * 32 + lane) * N;
      pack[k] = {};
      if (at < n) {
        pack[k] = load<N, Cache::streaming>(from + detail::address<N>(at, n, form.reverse));
      }
    }
#pragma unroll
    for (int k = 0; k < Packs; ++k) {
      if (start + k * 32 * N >= n) break;
      int64_t const at = start + (k * 32 + lane) * N;
      auto const v = detail::in_order<A>(pack[k], form.reverse);
      // Lanes behind the end come last: what they add reaches no element of the row.
      A sum = detail::total<F>(v);
#pragma unroll
      for (int distance = 1; distance < 32; distance *= 2) {
        A const other = __shfl_up_sync(all, sum, distance);
        if (lane >= distance) sum = F{}(other, sum);
      }
      A const before = __shfl_up_sync(all, sum, 1);
      A const mine = lane == 0 ? carry : F{}(carry, before);
      carry = F{}(carry, __shfl_sync(all, sum, 31));
      if (at < n) {
        store<Cache::streaming>(
            to + detail::address<N>(at, n, form.reverse),
            detail::in_memory<T>(detail::finish<F>(v, mine, form.exclusive), form.reverse));
      }
    }
  }
}

// A block per row, for rows that are long and few; `Ahead` accesses of a thread are on their way
// while others are folded. n is a multiple of N.
template <int Threads, int Ahead, int N, class F, class T>
__global__ void __launch_bounds__(Threads)
    scan_long_rows_kernel(T const* x, T* y, int64_t rows, int64_t n, ScanForm form) {
  using A = typename F::Value;
  using Scan = cub::BlockScan<A, Threads, cub::BLOCK_SCAN_WARP_SCANS>;
  __shared__ typename Scan::TempStorage storage;
  constexpr int64_t tile = int64_t{Threads} * N;
  for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
    T const* const from = x + row * n;
    T* const to = y + row * n;
    auto const load_from = [&](int64_t at) {
      Pack<T, N> pack{};
      if (at < n) pack = load<N, Cache::streaming>(from + detail::address<N>(at, n, form.reverse));
      return pack;
    };
    A carry = F::identity();
    int64_t at = int64_t{threadIdx.x} * N;
    Pack<T, N> next[Ahead];
#pragma unroll
    for (int k = 0; k < Ahead; ++k) next[k] = load_from(at + k * tile);
    for (int64_t start = 0; start < n; start += Ahead * tile) {
#pragma unroll
      for (int k = 0; k < Ahead; ++k, at += tile) {
        if (start + k * tile >= n) break;  // all threads
        auto const v = detail::in_order<A>(next[k], form.reverse);
        next[k] = load_from(at + Ahead * tile);
        A before, sum;
        Scan(storage).ExclusiveScan(detail::total<F>(v), before, F::identity(), F{}, sum);
        __syncthreads();  // the storage is used again
        if (at < n) {
          store<Cache::streaming>(
              to + detail::address<N>(at, n, form.reverse),
              detail::in_memory<T>(detail::finish<F>(v, F{}(carry, before), form.exclusive),
                                   form.reverse));
        }
        carry = F{}(carry, sum);
      }
    }
  }
}

// Columns of x, [outer, n, inner], in packs of N; inner is a multiple of N. A block has 256 / Parts
// adjacent columns, and Parts threads for each, of which every one folds `Length` elements at a
// time.
template <int Parts, int Length, int N, class F, class T>
__global__ void __launch_bounds__(256)
    scan_columns_kernel(T const* x, T* y, int64_t outer, int64_t n, int64_t inner, ScanForm form) {
  using A = typename F::Value;
  constexpr int width = 256 / Parts;
  // Two, in turn: one barrier per tile is enough.
  __shared__ A shared[2][N][256];
  int const lane = static_cast<int>(threadIdx.x) % width;
  int const part = static_cast<int>(threadIdx.x) / width;
  int64_t const packs = inner / N;
  int64_t const column = block_index() * width + lane;
  bool const there = column < outer * packs;
  int64_t const o = there ? column / packs : 0;
  int64_t const first = o * n * inner + (there ? column - o * packs : 0) * N;
  Values<A, N> carry;
#pragma unroll
  for (int i = 0; i < N; ++i) carry[i] = F::identity();
  int buffer = 0;
  for (int64_t start = 0; start < n; start += Parts * Length, buffer ^= 1) {
    Values<A, N> v[Length];
    Values<A, N> sum;
    int64_t const begin = start + part * Length;
#pragma unroll
    for (int k = 0; k < Length; ++k) {
      int64_t const at = begin + k;
      bool const valid = there && at < n;
      Pack<T, N> pack{};
      if (valid) {
        pack =
            load<N, Cache::streaming>(x + first + detail::address<1>(at, n, form.reverse) * inner);
      }
      auto const wide = widen(pack);
#pragma unroll
      for (int i = 0; i < N; ++i) v[k][i] = valid ? static_cast<A>(wide[i]) : F::identity();
    }
#pragma unroll
    for (int i = 0; i < N; ++i) {
      sum[i] = v[0][i];
#pragma unroll
      for (int k = 1; k < Length; ++k) sum[i] = F{}(sum[i], v[k][i]);
    }
    Values<A, N> before = carry;
    if constexpr (Parts > 1) {
#pragma unroll
      for (int i = 0; i < N; ++i) shared[buffer][i][threadIdx.x] = sum[i];
      __syncthreads();
#pragma unroll
      for (int p = 0; p < Parts; ++p) {
#pragma unroll
        for (int i = 0; i < N; ++i) {
          if (p == part) before[i] = carry[i];
          carry[i] = F{}(carry[i], shared[buffer][i][p * width + lane]);
        }
      }
    } else {
#pragma unroll
      for (int i = 0; i < N; ++i) carry[i] = F{}(carry[i], sum[i]);
    }
#pragma unroll
    for (int k = 0; k < Length; ++k) {
      Values<A, N> out;
#pragma unroll
      for (int i = 0; i < N; ++i) {
        A const with = F{}(before[i], v[k][i]);
        out[i] = form.exclusive ? before[i] : with;
        before[i] = with;
      }
      int64_t const at = begin + k;
      if (there && at < n) {
        store<Cache::streaming>(y + first + detail::address<1>(at, n, form.reverse) * inner,
                                narrow<T>(out));
      }
    }
  }
}

}  // namespace trtp::kernels
