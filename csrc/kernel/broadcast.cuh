#pragma once

#include "kernel/broadcast.h"

namespace trtp::kernels {

// The element of the smaller tensor that belongs to element i, row-major, of the larger one.
__device__ __forceinline__ int64_t offset_of(Broadcast const& b, int64_t i) {
  int64_t at = 0;
#pragma unroll 1  // divisions are long
  for (int d = b.rank - 1; d > 0; --d) {
    int64_t const rest = i / b.extent[d];
    at += (i - rest * b.extent[d]) * b.stride[d];
    i = rest;
  }
  return at + i * b.stride[0];  // stride[0] is 0 where rank is
}

}  // namespace trtp::kernels
