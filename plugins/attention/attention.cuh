#pragma once

// What the kernels of attention share: which keys a query sees, and what becomes of a score.

#include <math_constants.h>

#include "attention.h"

namespace trtp::kernels::detail {

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

}  // namespace trtp::kernels::detail
