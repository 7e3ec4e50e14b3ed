#pragma once

#include <cstdint>

namespace trtp::kernels {

// How a contiguous tensor that is broadcast in one direction (as NumPy does) lies under a larger
// one, in as few dimensions as possible. Strides are in elements, and 0 where it repeats.
// Dimensions of extent 1 are dropped and adjacent ones merged where they can be; the last stride is
// 0 or 1 thereby.
struct Broadcast {
  static constexpr int max_rank = 8;
  int rank = 0;  // 0 for a larger tensor of one element
  int64_t extent[max_rank] = {};
  int64_t stride[max_rank] = {};
};

// The extents of the larger tensor and of the smaller one, which must be broadcastable to it:
// small_rank <= rank <= 8, extents equal to 1 or to the larger one's, compared from the last
// dimension on.
inline Broadcast broadcast(int64_t const* large, int rank, int64_t const* small, int small_rank) {
  Broadcast reversed;
  int64_t stride = 1;
  for (int d = rank - 1; d >= 0; --d) {
    int const s = d - (rank - small_rank);
    int64_t const extent = large[d];
    int64_t const small_extent = s >= 0 ? small[s] : 1;
    if (extent == 1) continue;
    int64_t const step = small_extent == 1 ? 0 : stride;
    stride *= small_extent;
    int const last = reversed.rank - 1;
    if (last >= 0 && (step == 0 ? reversed.stride[last] == 0
                                : reversed.stride[last] != 0 &&
                                      step == reversed.stride[last] * reversed.extent[last])) {
      reversed.extent[last] *= extent;
    } else {
      reversed.extent[reversed.rank] = extent;
      reversed.stride[reversed.rank++] = step;
    }
  }
  Broadcast out;
  out.rank = reversed.rank;
  for (int d = 0; d < out.rank; ++d) {
    out.extent[d] = reversed.extent[out.rank - 1 - d];
    out.stride[d] = reversed.stride[out.rank - 1 - d];
  }
  return out;
}

}  // namespace trtp::kernels
