#pragma once

// Which elements of a tensor that is broadcast to [rows, cols] belong to x[row, col] and the ones
// behind it. at<N>() returns N of them; with Ragged, `col` may lie before the row or end behind it,
// and what is returned for elements outside is of no meaning.

#include "kernel/broadcast.cuh"
#include "kernel/divider.h"
#include "kernel/vector.cuh"

namespace trtp::kernels {

namespace detail {

template <class Col>
__device__ __forceinline__ Col within_row(Col col, Col cols) {
  return max(Col{0}, min(col, cols - 1));
}

template <class T>
__device__ __forceinline__ T element(T const* p) {
  return bit_cast<T>(load<1, Cache::read_only>(p));
}

}  // namespace detail

// An element per column.
struct PerColumn {
  template <int N, bool Ragged, class T, class Col>
  __device__ __forceinline__ Pack<T, N> at(T const* data, int64_t /*row*/, Col col,
                                           Col cols) const {
    if constexpr (!Ragged) {
      return load<N, Cache::read_only>(data + col);
    } else {
      Values<T, N> out;
      if (col >= 0 && col <= cols - N) {
#pragma unroll
        for (int i = 0; i < N; ++i) out[i] = detail::element(data + col + i);
      } else {
#pragma unroll
        for (int i = 0; i < N; ++i) {
          out[i] = detail::element(data + detail::within_row(static_cast<Col>(col + i), cols));
        }
      }
      return detail::bit_cast<Pack<T, N>>(out);
    }
  }
};

// An element per run of columns, and other ones in the next row, until they start anew: what images
// have per channel. Rows and columns number less than 2^31.
struct PerRun {
  Divider run;          // columns that share an element
  Divider rows;         // that have their own elements before they start anew
  uint32_t per_row{1};  // elements that belong to a row

  template <int N, bool Ragged, class T, class Col>
  __device__ __forceinline__ Pack<T, N> at(T const* data, int64_t row, Col col, Col cols) const {
    T const* const elements = of_row(data, row);
    Values<T, N> out;
#pragma unroll
    for (int i = 0; i < N; ++i) {
      Col const c =
          Ragged ? detail::within_row(static_cast<Col>(col + i), cols) : static_cast<Col>(col + i);
      out[i] = detail::element(elements + quotient(static_cast<uint32_t>(c), run));
    }
    return detail::bit_cast<Pack<T, N>>(out);
  }

  // Whether packs of N columns, the first of a row being column 0, have one element each; that one.
  __device__ __forceinline__ bool is_one_for(uint32_t n) const { return run.divisor % n == 0; }
  template <class T, class Col>
  __device__ __forceinline__ float one_at(T const* data, int64_t row, Col col) const {
    uint32_t const i = quotient(static_cast<uint32_t>(col), run);
    return static_cast<float>(detail::element(of_row(data, row) + i));
  }

  // The elements that belong to a row.
  template <class T>
  __device__ __forceinline__ T const* of_row(T const* data, int64_t row) const {
    auto const r = static_cast<uint32_t>(row);
    return data + int64_t{r - quotient(r, rows) * rows.divisor} * per_row;
  }
};

// Any. With N > 1 the last extent is a multiple of N.
struct AnyLayout {
  Broadcast broadcast;

  template <int N, bool Ragged, class T, class Col>
  __device__ __forceinline__ Pack<T, N> at(T const* data, int64_t row, Col col, Col cols) const {
    static_assert(!Ragged || N == 1);
    T const* const p = data + offset_of(broadcast, row * cols + col);
    int const last = broadcast.rank - 1;
    int const stride = last >= 0 && broadcast.stride[last] != 0 ? 1 : 0;
    Values<T, N> out;
#pragma unroll
    for (int i = 0; i < N; ++i) out[i] = detail::element(p + i * stride);
    return detail::bit_cast<Pack<T, N>>(out);
  }
};

inline bool is_per_column(Broadcast const& b, int64_t cols) {
  int const last = b.rank - 1;
  return last >= 0 && b.stride[last] == 1 && b.extent[last] == cols &&
         (last == 0 || (last == 1 && b.stride[0] == 0));
}

// Whether a layout is one that PerRun has, and then as which.
inline bool as_per_run(Broadcast const& b, int64_t rows, int64_t cols, PerRun& out) {
  constexpr int64_t limit = int64_t{1} << 31;
  if (rows >= limit || cols >= limit) return false;
  int first = 0, last = b.rank - 1;
  int64_t run = 1, elements = 1;
  if (first <= last && b.stride[last] == 0) run = b.extent[last--];
  if (first <= last && b.stride[first] == 0) ++first;
  if (first == last) elements = b.extent[first];
  if (first < last) return false;
  if (elements == 1) run = cols;
  if (cols % run != 0 || elements * run % cols != 0) return false;
  out.run = Divider(static_cast<uint32_t>(run));
  out.rows = Divider(static_cast<uint32_t>(elements * run / cols));
  out.per_row = static_cast<uint32_t>(cols / run);
  return true;
}

}  // namespace trtp::kernels
