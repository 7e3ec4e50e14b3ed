#pragma once

// What the kernels of attention share: which keys a query sees, and what becomes of a score.

#include <math_constants.h>

#include "attention.h"
#include "kernel/divider.h"
#include "kernel/launch.cuh"

namespace trtp::kernels {

// The queries of all heads that share a head of keys, as rows of the same tiles, so that keys and
// values are read once for them: row r is query r / group of head r % group. Neighbouring rows are
// at neighbouring positions, hence a key that some row of a tile sees lies between the first that
// its first row sees and the last that its last row sees.
struct PackedRows {
  int count = 0;  // of a head of keys
  int tiles = 0;  // these are
  Divider group;
};

// Whether 32 bits do for rows and keys.
template <class T, class V>
bool packs_rows(Attention<T, V> const& a) {
  constexpr int64_t most = int64_t{1} << 30;
  return a.past_rows + a.new_rows < most && a.q_rows < most / (a.q_heads / a.kv_heads);
}

template <class T, class V>
PackedRows pack_rows(Attention<T, V> const& a, int rows_of_tile) {
  int64_t const group = a.q_heads / a.kv_heads;
  PackedRows out;
  out.count = static_cast<int>(a.q_rows * group);
  out.tiles = static_cast<int>(ceil_div(a.q_rows * group, rows_of_tile));
  out.group = Divider(static_cast<uint32_t>(group));
  return out;
}

namespace detail {

inline constexpr float log2_e = 1.4426950408889634F;

// Keys [first, end); none if end <= first.
struct KeyRange {
  int64_t first;
  int64_t end;
};

// What query i of batch b can see by its place, before the mask's elements are looked at. Neither
// bound falls as i grows, and end is not beyond the keys.
template <class T, class V>
__host__ __device__ __forceinline__ KeyRange visible_keys(Attention<T, V> const& a, int64_t b,
                                                          int64_t i) {
  int64_t first = 0;
  int64_t end = a.past_rows + a.new_rows;
  int64_t position = a.past_rows + i;
  if (a.lengths != nullptr) {
    int64_t const length = a.lengths[b];
    position = length - a.q_rows + i;
    end = end < length ? end : length;
  }
  if (a.mask.type != AttentionMask::Type::none && end > a.mask.length) end = a.mask.length;
  if (a.causal && end > position + 1) end = position + 1;
  if (a.right >= 0 && end > position + a.right + 1) end = position + a.right + 1;
  if (a.left >= 0 && first < position - a.left) first = position - a.left;
  return {first, end};
}

// One of those rows.
struct PackedRow {
  int i;         // the query
  int64_t head;  // of the query
  __device__ __forceinline__ PackedRow(PackedRows const& rows, int row, int64_t kv_head)
      : i(static_cast<int>(quotient(static_cast<uint32_t>(row), rows.group))),
        head(kv_head * rows.group.divisor + (row - i * static_cast<int>(rows.group.divisor))) {}
  __device__ __forceinline__ int64_t offset(RowStrides const& at, int64_t b) const {
    return b * at.batch + head * at.head + i * at.row;
  }
};

// The same for 32 bits: nothing is seen from `end` on, which is not negative.
struct Seen {
  int first;
  int end;
};
template <class T, class V>
__device__ __forceinline__ Seen seen_by(Attention<T, V> const& a, int64_t b, int i) {
  KeyRange const range = visible_keys(a, b, i);
  return {static_cast<int>(min(range.first, int64_t{INT32_MAX})),
          static_cast<int>(max(range.end, int64_t{0}))};
}

// The first element of key row j.
template <class T>
__device__ __forceinline__ T const* row_of(T const* past, RowStrides const& past_at, T const* fresh,
                                           RowStrides const& fresh_at, int64_t past_rows, int64_t b,
                                           int64_t h, int64_t j) {
  return j < past_rows
             ? past + b * past_at.batch + h * past_at.head + j * past_at.row
             : fresh + b * fresh_at.batch + h * fresh_at.head + (j - past_rows) * fresh_at.row;
}

__device__ __forceinline__ float capped(float score, float softcap) {
  return softcap > 0.F ? softcap * tanhf(score / softcap) : score;
}

// `at` counts elements of the mask. What the mask leaves out is -inf whatever the score is, NaN
// included.
__device__ __forceinline__ float biased(float score, AttentionMask const& mask, int64_t at) {
  float bias = 0.F;
  switch (mask.type) {
    case AttentionMask::Type::none: return score;
    case AttentionMask::Type::boolean:
      return static_cast<unsigned char const*>(mask.data)[at] != 0 ? score : -CUDART_INF_F;
    case AttentionMask::Type::f32: bias = static_cast<float const*>(mask.data)[at]; break;
    case AttentionMask::Type::f16:
      bias = __half2float(static_cast<__half const*>(mask.data)[at]);
      break;
  }
  return bias == -CUDART_INF_F ? bias : score + bias;
}

}  // namespace detail

}  // namespace trtp::kernels
