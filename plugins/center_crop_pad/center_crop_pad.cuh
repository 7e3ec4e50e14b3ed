#pragma once

// A window onto a tensor that may reach beyond it: one pass over the output, 16 bytes a thread.

#include <algorithm>
#include <type_traits>

#include "kernel/launch.cuh"
#include "kernel/radix.cuh"
#include "kernel/vector.cuh"
#include "layout.h"

namespace trtp::kernels {

constexpr int window_threads = 256;

// Output and input by levels, the innermost first, in units of bytes or of 16 bytes. Unsigned
// numbers wrap around, which makes one comparison of two, and holds what is below zero.
template <class Index, int Levels>
struct Window {
  using Signed = std::make_signed_t<Index>;

  Radix<Index> output[Levels - 1];  // extents; the outermost one's is of no use
  Index row;                        // output's innermost extent
  Index input[Levels];              // extents
  Index before[Levels];             // the output's index of the input's first element
  Index stride[Levels];             // of the input
  Index base;                       // the place in the input of the output's first element
  Signed count, input_count;        // units

  // A thread's number among all. No more are launched than an Index counts the bytes of.
  static __device__ __forceinline__ Signed thread() {
    return static_cast<Signed>(static_cast<Index>(block_index()) * window_threads + threadIdx.x);
  }

  struct Place {
    bool inside;
    Index at;
  };

  // Where a row begins in the input, if the levels around it have it.
  __device__ __forceinline__ Place begin_of(Index row_index) const {
    Place place{true, base};
#pragma unroll
    for (int l = 1; l < Levels; ++l) {
      Index digit = row_index;
      if (l < Levels - 1) digit = output[l].pop(row_index);
      place.inside = place.inside && digit - before[l] < input[l];
      place.at += digit * stride[l];
    }
    return place;
  }

  __device__ __forceinline__ Place find(Index unit) const {
    Index const column = output[0].pop(unit);
    Place place = begin_of(unit);
    place.inside = place.inside && column - before[0] < input[0];
    place.at += column;
    return place;
  }
};

// Where everything is aligned: each 16 bytes are in the input, or none of them is.
template <int Levels, class Index>
__global__ void __launch_bounds__(window_threads)
    window_packs_kernel(uint4 const* x, uint4* y, Window<Index, Levels> window) {
  auto const i = window.thread();
  if (i >= window.count) return;
  auto const place = window.find(static_cast<Index>(i));
  uint4 v{};
  if (place.inside) v = detail::load_access<Cache::streaming>(x + place.at);
  detail::store_access<Cache::streaming>(y + i, v);
}

// A number as one of 0 to n.
template <class Signed>
__device__ __forceinline__ int clamped(Signed number, int n) {
  return static_cast<int>(max(static_cast<Signed>(0), min(number, static_cast<Signed>(n))));
}

// All bits of a word's first n bytes.
__device__ __forceinline__ unsigned first_bytes(int n) {
  int const bits = 8 * min(max(n, 0), 4);
  return static_cast<unsigned>((uint64_t{1} << bits) - 1);
}

// Adds the bytes [first, last) of the 16 from x[at] on. Memory is read by aligned accesses that lie
// in x as a whole; false where that is not possible.
template <class Signed>
__device__ __forceinline__ bool add_bytes(unsigned (&out)[4], unsigned char const* x,
                                          Signed x_bytes, Signed at, int first, int last) {
  auto const off = static_cast<int>((reinterpret_cast<uintptr_t>(x) + static_cast<uintptr_t>(at)) %
                                    vector_bytes);
  auto const* const from = reinterpret_cast<uint4 const*>(x + (at - off));
  bool const near = first + off < vector_bytes;
  bool const far = last + off > vector_bytes;
  if (at - off + (near ? 0 : vector_bytes) < 0) return false;
  if (at - off + (far ? 2 : 1) * vector_bytes > x_bytes) return false;
  // The neighbour in the warp loads one of the two as well, which must not have left the cache.
  uint4 const none{};
  uint4 const a = near ? detail::load_access<Cache::read_only>(from) : none;
  uint4 const b = far ? detail::load_access<Cache::read_only>(from + 1) : none;
  unsigned const word[8] = {a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w};
  unsigned half[6], even[5];
#pragma unroll
  for (int i = 0; i < 6; ++i) half[i] = (off & 8) != 0 ? word[i + 2] : word[i];
#pragma unroll
  for (int i = 0; i < 5; ++i) even[i] = (off & 4) != 0 ? half[i + 1] : half[i];
  unsigned got[4];
#pragma unroll
  for (int i = 0; i < 4; ++i) got[i] = __funnelshift_r(even[i], even[i + 1], 8 * (off & 3));
  if (first > 0 || last < vector_bytes) {
#pragma unroll
    for (int i = 0; i < 4; ++i) got[i] &= first_bytes(last - 4 * i) & ~first_bytes(first - 4 * i);
  }
#pragma unroll
  for (int i = 0; i < 4; ++i) out[i] |= got[i];
  return true;
}

// Any alignment, any length of rows; units are bytes. `skew`: how far y is beyond a multiple of 16
// bytes.
template <int Levels, class Index>
__global__ void __launch_bounds__(window_threads)
    window_bytes_kernel(unsigned char const* x, unsigned char* y, int skew,
                        Window<Index, Levels> window) {
  using Signed = typename Window<Index, Levels>::Signed;
  auto const start = window.thread() * vector_bytes - skew;
  if (start >= window.count) return;
  bool whole = start >= 0 && start + vector_bytes <= window.count;
  if (whole) {
    unsigned out[4] = {};
    auto row = static_cast<Index>(start);
    Index column = window.output[0].pop(row);
    int done = 0;
#pragma unroll 1
    do {  // a row, or its part that is here
      int const n = clamped(static_cast<Signed>(window.row - column), vector_bytes - done);
      auto const place = window.begin_of(row);
      auto const skipped = static_cast<Signed>(window.before[0] - column);
      int const first = clamped(skipped, n);
      int const last = clamped(skipped + static_cast<Signed>(window.input[0]), n);
      if (place.inside && first < last) {
        auto const at = static_cast<Signed>(place.at + column - static_cast<Index>(done));
        whole = add_bytes(out, x, window.input_count, at, done + first, done + last);
      }
      done += n;
      ++row;
      column = 0;
    } while (whole && done < vector_bytes);
    if (whole) {
      detail::store_access<Cache::streaming>(reinterpret_cast<uint4*>(y + start),
                                             uint4{out[0], out[1], out[2], out[3]});
      return;
    }
  }
  // At the ends of either tensor.
  auto const end = min(start + vector_bytes, window.count);
#pragma unroll 1
  for (auto i = max(start, static_cast<Signed>(0)); i < end; ++i) {
    auto const place = window.find(static_cast<Index>(i));
    y[i] = place.inside ? x[place.at] : static_cast<unsigned char>(0);
  }
}

template <int Levels, class Index>
Window<Index, Levels> window_of(CentredLevels const& levels) {
  Window<Index, Levels> out{};
  int64_t stride = 1, base = 0;
  for (int l = 0; l < Levels; ++l) {
    CentredLevel const level =
        l < levels.count ? levels.level[levels.count - 1 - l] : CentredLevel{};
    if (l < Levels - 1) out.output[l] = Radix<Index>(level.output);
    out.input[l] = static_cast<Index>(level.input);
    out.before[l] = static_cast<Index>(level.before);
    out.stride[l] = static_cast<Index>(stride);
    base -= level.before * stride;
    stride *= level.input;
  }
  out.row = static_cast<Index>(levels.level[levels.count - 1].output);
  out.base = static_cast<Index>(base);
  out.count = static_cast<std::make_signed_t<Index>>(levels.output());
  out.input_count = static_cast<std::make_signed_t<Index>>(levels.input());
  return out;
}

// f(the window), of as many levels as there are kernels for.
template <class Index, class F>
auto with_levels(CentredLevels const& levels, F const& f) {
  if constexpr (sizeof(Index) == 4) {
    if (levels.count <= 2) return f(window_of<2, Index>(levels));
    if (levels.count == 4) return f(window_of<4, Index>(levels));
  }
  if (levels.count <= 3) return f(window_of<3, Index>(levels));
  return f(window_of<8, Index>(levels));
}

template <class F>
auto with_window(CentredLevels const& levels, F const& f) {
  // The last block may go beyond the end.
  int64_t const beyond = 2 * window_threads * vector_bytes;
  int64_t const places = std::max(levels.input(), levels.output()) + beyond;
  return with_index(places, [&](auto index) { return with_levels<decltype(index)>(levels, f); });
}

// Whether no 16 bytes, in x or in y, are but partly in the other.
inline bool in_packs(CentredLevels const& levels, void const* x, void const* y) {
  auto const& row = levels.level[levels.count - 1];
  return ((reinterpret_cast<uintptr_t>(x) | reinterpret_cast<uintptr_t>(y)) % vector_bytes) == 0 &&
         (row.input | row.output | row.before) % vector_bytes == 0;
}

}  // namespace trtp::kernels
