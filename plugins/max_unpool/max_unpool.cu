#include "max_unpool.h"

#include <algorithm>

#include "kernel/launch.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

template <class T>
__global__ void __launch_bounds__(threads)
    max_unpool_kernel(T const* x, int32_t const* indices, T* output, int64_t count, int64_t size,
                      bool same, UnpoolLayout layout) {
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t const index = indices[i];
    if (index < 0 || index >= size) continue;
    int64_t at = index;
    bool inside = true;
    if (!same) {
      int64_t rest = index, stride = 1;
      at = 0;
#pragma unroll 1
      for (int d = layout.rank - 1; d >= 0; --d) {
        int64_t const quotient = rest / layout.indexed[d];
        int64_t const place = rest - quotient * layout.indexed[d];
        inside = inside && place < layout.output[d];
        at += place * stride;
        stride *= layout.output[d];
        rest = quotient;
      }
    }
    if (inside) output[at] = x[i];
  }
}

}  // namespace

template <class T>
cudaError_t max_unpool(T const* x, int32_t const* indices, T* output, int64_t count,
                       UnpoolLayout const& layout, cudaStream_t stream) {
  int64_t size = 1, written = 1;
  bool same = true;
  for (int d = 0; d < layout.rank; ++d) {
    size *= std::max<int64_t>(layout.indexed[d], 0);  // below 0: more pads than windows
    written *= layout.output[d];
    same = same && layout.indexed[d] == layout.output[d];
  }
  if (written <= 0) return cudaSuccess;
  cudaError_t const status =
      cudaMemsetAsync(output, 0, static_cast<size_t>(written) * sizeof(T), stream);
  if (status != cudaSuccess || count <= 0 || size <= 0) return status;
  return launch(max_unpool_kernel<T>, capped_grid(ceil_div(count, threads)), threads, stream, x,
                indices, output, count, size, same, layout);
}

template cudaError_t max_unpool(float const*, int32_t const*, float*, int64_t, UnpoolLayout const&,
                                cudaStream_t);
template cudaError_t max_unpool(__half const*, int32_t const*, __half*, int64_t,
                                UnpoolLayout const&, cudaStream_t);

}  // namespace trtp::kernels
