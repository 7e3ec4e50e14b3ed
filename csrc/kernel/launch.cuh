#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace trtp::kernels {

constexpr int64_t ceil_div(int64_t a, int64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

// A block for each of so many pieces of work, or as many as a grid can have in x: for kernels that
// stride over the grid.
inline dim3 capped_grid(int64_t pieces) {
  return dim3(
      static_cast<unsigned>(std::min<int64_t>(pieces, std::numeric_limits<int32_t>::max())));
}

// At least a block for each of so many pieces of work: for kernels whose blocks do the piece
// block_index(), if there is one. A loop around such a kernel would cost it registers for the sake
// of grids that hardly anybody needs.
inline dim3 whole_grid(int64_t pieces) {
  dim3 grid = capped_grid(pieces);
  grid.y = static_cast<unsigned>(ceil_div(pieces, grid.x));
  return grid;
}
__device__ __forceinline__ int64_t block_index() {
  return int64_t{blockIdx.y} * gridDim.x + blockIdx.x;
}

// kernel<<<grid, threads, 0, stream>>>(args...), with the error of this launch alone:
// cudaGetLastError() would also return, and clear, what somebody else left behind.
template <class... P, class... A>
cudaError_t launch(void (*kernel)(P...), dim3 grid, unsigned threads, cudaStream_t stream,
                   A&&... args) {
  cudaLaunchConfig_t config{};
  config.gridDim = grid;
  config.blockDim = dim3(threads);
  config.stream = stream;
  return cudaLaunchKernelEx(&config, kernel, std::forward<A>(args)...);
}

}  // namespace trtp::kernels
