#include "center_crop_pad.h"

#include "center_crop_pad.cuh"

namespace trtp::kernels {
namespace {

template <class... P, class... A>
cudaError_t run_threads(void (*kernel)(P...), int64_t threads, cudaStream_t stream, A&&... args) {
  return launch(kernel, whole_grid(ceil_div(threads, window_threads)), window_threads, stream,
                std::forward<A>(args)...);
}

template <int Levels, class Index>
cudaError_t by_packs(void const* x, void* y, Window<Index, Levels> const& window,
                     cudaStream_t stream) {
  return run_threads(window_packs_kernel<Levels, Index>, window.count, stream,
                     static_cast<uint4 const*>(x), static_cast<uint4*>(y), window);
}

template <int Levels, class Index>
cudaError_t by_bytes(void const* x, void* y, Window<Index, Levels> const& window,
                     cudaStream_t stream) {
  int const skew = static_cast<int>(reinterpret_cast<uintptr_t>(y) % vector_bytes);
  return run_threads(
      window_bytes_kernel<Levels, Index>, ceil_div(window.count + skew, vector_bytes), stream,
      static_cast<unsigned char const*>(x), static_cast<unsigned char*>(y), skew, window);
}

}  // namespace

cudaError_t center_crop_pad(void const* x, void* y, Centred const& extents, int element_bytes,
                            cudaStream_t stream) {
  auto levels = levels_of(extents);
  levels.rescale(element_bytes, 1);
  int64_t const x_bytes = levels.input(), y_bytes = levels.output();
  if (y_bytes == 0) return cudaSuccess;
  if (x_bytes == 0) return cudaMemsetAsync(y, 0, static_cast<size_t>(y_bytes), stream);
  if (in_packs(levels, x, y)) {
    levels.rescale(1, vector_bytes);
    return with_window(levels, [&](auto const& window) { return by_packs(x, y, window, stream); });
  }
  return with_window(levels, [&](auto const& window) { return by_bytes(x, y, window, stream); });
}

}  // namespace trtp::kernels
