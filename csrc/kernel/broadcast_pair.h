#pragma once

#include <cstdint>

namespace trtp::kernels {

// How two contiguous tensors lie under the one that both are broadcast to (as NumPy does), in as
// few dimensions as serve both. Strides are in elements, and 0 where a tensor repeats. The last
// stride of each is 0 or 1. There is one dimension at least.
struct BroadcastPair {
  static constexpr int max_rank = 8;
  int rank = 1;
  int64_t extent[max_rank] = {1};
  int64_t a_stride[max_rank] = {};
  int64_t b_stride[max_rank] = {};
};

// The extents of the result and of both tensors, which must be broadcastable to it: their ranks are
// at most its rank, which is at most 8, and their extents equal to 1 or to the result's, compared
// from the last dimension on.
inline BroadcastPair broadcast_pair(int64_t const* shape, int rank, int64_t const* a, int a_rank,
                                    int64_t const* b, int b_rank) {
  auto const extent_of = [rank](int64_t const* extents, int n, int d) {
    int const own = d - (rank - n);
    return own >= 0 ? extents[own] : int64_t{1};
  };
  BroadcastPair reversed;  // last dimension first
  int used = 0;
  int64_t a_next = 1, b_next = 1;
  for (int d = rank - 1; d >= 0; --d) {
    if (shape[d] == 1) continue;
    int64_t const a_extent = extent_of(a, a_rank, d), b_extent = extent_of(b, b_rank, d);
    int64_t const a_step = a_extent == 1 ? 0 : a_next, b_step = b_extent == 1 ? 0 : b_next;
    a_next *= a_extent;
    b_next *= b_extent;
    // One dimension with the one inside it, if each tensor goes on where it left off or repeats in
    // both.
    int const inner = used - 1;
    if (inner >= 0 && a_step == reversed.a_stride[inner] * reversed.extent[inner] &&
        b_step == reversed.b_stride[inner] * reversed.extent[inner]) {
      reversed.extent[inner] *= shape[d];
      continue;
    }
    reversed.extent[used] = shape[d];
    reversed.a_stride[used] = a_step;
    reversed.b_stride[used++] = b_step;
  }
  if (used == 0) return {};
  BroadcastPair out;
  out.rank = used;
  for (int d = 0; d < used; ++d) {
    out.extent[d] = reversed.extent[used - 1 - d];
    out.a_stride[d] = reversed.a_stride[used - 1 - d];
    out.b_stride[d] = reversed.b_stride[used - 1 - d];
  }
  return out;
}

}  // namespace trtp::kernels
