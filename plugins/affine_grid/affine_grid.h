#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// grid[n, z, y, x, :] = theta[n] * (X, Y, Z, 1), for `rank` 3; without z and Z for 2, with depth 1.
// theta is [batch, rank, rank + 1]; X is the coordinate of x in [-1, 1]: -1 and 1 are the centres
// of the outermost elements if align_corners, where -1 is that of a single one, and otherwise their
// outer edges. T is float or __half, computed in float.
template <class T>
cudaError_t affine_grid(T const* theta, T* grid, int rank, int64_t batch, int64_t depth,
                        int64_t height, int64_t width, bool align_corners, cudaStream_t stream);

}  // namespace trtp::kernels
