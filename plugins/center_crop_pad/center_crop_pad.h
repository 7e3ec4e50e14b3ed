#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// Two tensors that have their middle in common. Of an odd difference of extents the smaller half is
// before the elements that both have.
struct Centred {
  static constexpr int max_rank = 8;
  int rank = 0;
  int64_t input[max_rank] = {};
  int64_t output[max_rank] = {};
};

// y is x where x has an element, and zero elsewhere; elements are of `element_bytes` bytes, a power
// of two. They do not overlap.
cudaError_t center_crop_pad(void const* x, void* y, Centred const& extents, int element_bytes,
                            cudaStream_t stream);

}  // namespace trtp::kernels
