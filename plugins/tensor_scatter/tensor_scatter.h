#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// A cache, [batch, heads, length, inner], and what is written into it, [batch, heads, rows, inner],
// of elements of `element_bytes` bytes: 1, 2 or 4. `first`, of `batch` elements, says where the
// rows of each sample start in the cache; null: at 0. Rows that would be outside are left out, or,
// if circular, come in again at the other end; rows <= length.
struct CacheUpdate {
  void const* past;
  void const* update;
  int32_t const* first;
  void* present;
  int64_t batch, heads, length, rows, inner;
  int element_bytes;
  bool circular;
};

cudaError_t tensor_scatter(CacheUpdate const& update, cudaStream_t stream);

}  // namespace trtp::kernels
