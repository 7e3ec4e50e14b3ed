#pragma once

// Packs of a row. Where rows are no multiple of a pack ("ragged"), packs are taken at the addresses
// that allow it, and the first and the last of a row have elements of its neighbours, which are
// left alone. `col` is the column of a pack's first element, negative in the first pack then; rows
// have `width` columns, 0 where there is none.

#include "kernel/vector.cuh"

namespace trtp::kernels {

// The column of a row's first pack.
template <bool Ragged, int N>
__device__ __forceinline__ int first_column(int64_t row_begin) {
  return Ragged ? -static_cast<int>(row_begin % N) : 0;
}

template <bool Ragged, int N, class Col>
__device__ __forceinline__ bool touches_row(Col col, Col width) {
  return col < width && (!Ragged || col > -N);
}

template <bool Ragged, int N, class Col>
__device__ __forceinline__ bool lies_in_row(Col col, Col width) {
  return Ragged ? col >= 0 && col <= width - N : col < width;
}

template <class Col>
__device__ __forceinline__ bool is_column(Col col, Col width) {
  return col >= 0 && col < width;
}

// Elements outside the row are 0.
template <bool Ragged, int N, Cache cache, class T, class Col>
__device__ __forceinline__ Pack<T, N> load_of_row(T const* row, Col col, Col width) {
  Pack<T, N> out{};
  if (lies_in_row<Ragged, N>(col, width)) {
    out = load<N, cache>(row + col);
  } else if (Ragged && touches_row<Ragged, N>(col, width)) {
    Values<T, N> elements{};
#pragma unroll
    for (int i = 0; i < N; ++i) {
      Col const c = col + i;
      if (is_column(c, width)) elements[i] = row[c];
    }
    out = detail::bit_cast<Pack<T, N>>(elements);
  }
  return out;
}

template <bool Ragged, int N, Cache cache, class T, class Col>
__device__ __forceinline__ void store_of_row(T* row, Col col, Col width, Pack<T, N> const& pack) {
  if (lies_in_row<Ragged, N>(col, width)) {
    store<cache>(row + col, pack);
  } else if (Ragged && touches_row<Ragged, N>(col, width)) {
    auto const elements = detail::bit_cast<Values<T, N>>(pack);
#pragma unroll
    for (int i = 0; i < N; ++i) {
      Col const c = col + i;
      if (is_column(c, width)) row[c] = elements[i];
    }
  }
}

// Makes the compiler widen the elements again for what follows, rather than hold them in twice the
// registers meanwhile.
template <int N>
__device__ __forceinline__ void stay_narrow(Pack<__half, N>& pack) {
  if constexpr (N % 2 == 0) {
#pragma unroll
    for (int i = 0; i < N / 2; ++i) asm volatile("" : "+r"(pack.word[i]));
  }
}
template <int N>
__device__ __forceinline__ void stay_narrow(Pack<float, N>& /*pack*/) {}

// Sums of a thread, each in two halves, so that half as many additions wait for each other.
struct TwoSums {
  float even = 0.F;
  float odd = 0.F;
  __device__ __forceinline__ float& operator[](int i) { return i % 2 == 0 ? even : odd; }
  __device__ __forceinline__ float value() const { return even + odd; }
};

template <class T, int N>
__device__ __forceinline__ void add_squares(TwoSums& squares, Pack<T, N> const& x) {
  Values<float, N> const v = widen(x);
#pragma unroll
  for (int i = 0; i < N; ++i) squares[i] = fmaf(v[i], v[i], squares[i]);
}

// Distances from `reference` of the elements that are in the row, and their squares.
template <bool Ragged, class T, int N, class Col>
__device__ __forceinline__ void add_distances(TwoSums& distances, TwoSums& squares,
                                              Pack<T, N> const& x, float reference, Col col,
                                              Col width) {
  if (!Ragged && col >= width) return;
  Values<float, N> const v = widen(x);
  if (!Ragged || lies_in_row<Ragged, N>(col, width)) {
#pragma unroll
    for (int i = 0; i < N; ++i) {
      float const d = v[i] - reference;
      distances[i] += d;
      squares[i] = fmaf(d, d, squares[i]);
    }
  } else if constexpr (Ragged) {
#pragma unroll
    for (int i = 0; i < N; ++i) {
      float const d = is_column(static_cast<Col>(col + i), width) ? v[i] - reference : 0.F;
      distances[i] += d;
      squares[i] = fmaf(d, d, squares[i]);
    }
  }
}

// How many of N columns from `col` on are in a row.
template <bool Ragged, int N, class Col>
__device__ __forceinline__ int columns_in_row(Col col, Col width) {
  if (!Ragged) return col < width ? N : 0;
  return static_cast<int>(max(Col{0}, min(static_cast<Col>(col + N), width) - max(col, Col{0})));
}

}  // namespace trtp::kernels
