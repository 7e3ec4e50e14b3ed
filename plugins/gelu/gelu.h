#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp {

// Which formula: x * Phi(x), or its approximation by a hyperbolic tangent.
enum class GeluForm { erf, tanh };

namespace kernels {

// y[i] = gelu(x[i]); y may be x. T is float or __half, computed in float.
//
// Errors, over all values of x: float, relative 9e-7 where the result is a normal number, the far
// negative tail included, and 7 times the smallest number below that; __half, relative 5.4e-4, of
// which 4.9e-4 are the rounding to
// __half. Special values are those of the formula as written: NaN gives NaN, +inf gives +inf, and
// -inf gives NaN
// (-inf * 0).
template <class T>
cudaError_t gelu(T const* x, T* y, int64_t count, GeluForm form, cudaStream_t stream);

}  // namespace kernels
}  // namespace trtp
