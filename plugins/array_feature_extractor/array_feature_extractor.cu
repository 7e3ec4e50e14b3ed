#include "array_feature_extractor.h"

#include <utility>

#include "array_feature_extractor.cuh"

namespace trtp::kernels {
namespace {

template <class T>
cudaError_t run(void const* x, int32_t const* indices, void* y, Columns const& shape,
                cudaStream_t stream) {
  auto const launch = [&](auto kernel, int64_t blocks, int bytes, auto&&... args) {
    cudaLaunchConfig_t config{};
    config.gridDim = whole_grid(blocks);
    config.blockDim = dim3(column_threads);
    config.dynamicSmemBytes = static_cast<size_t>(bytes);
    config.stream = stream;
    return cudaLaunchKernelEx(&config, kernel, std::forward<decltype(args)>(args)...);
  };
  return launch_columns(static_cast<T const*>(x), indices, static_cast<T*>(y), shape, launch);
}

}  // namespace

cudaError_t array_feature_extractor(void const* x, int32_t const* indices, void* y,
                                    Columns const& shape, int element_bytes, cudaStream_t stream) {
  if (shape.rows <= 0 || shape.wanted <= 0) return cudaSuccess;
  switch (element_bytes) {
    case 1: return run<unsigned char>(x, indices, y, shape, stream);
    case 2: return run<unsigned short>(x, indices, y, shape, stream);
    case 4: return run<unsigned>(x, indices, y, shape, stream);
    default: return cudaErrorInvalidValue;
  }
}

}  // namespace trtp::kernels
