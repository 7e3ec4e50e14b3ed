#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// Which scale belongs to an element of x, [outer, axis, inner]: scales are [axis_blocks] along the
// axis, or [outer, axis_blocks, inner] where `block` elements along the axis share one.
struct ScaleLayout {
  enum Kind { one, per_axis, blocked } kind = one;
  int64_t outer = 1, axis = 1, inner = 1;
  int64_t block = 1;  // blocked alone
};

// The precision of the quotient.
enum class QuotientPrecision : int8_t { f32, f16 };

// y = clamp(round(x / scale) + zero, low, high), ties to even; zero may be null: 0. x / scale is
// computed in float32, and for f16 rounded to that, as are x and scale before.
template <class X, class Scale>
cudaError_t quantize(X const* x, Scale const* scale, int32_t const* zero, int32_t* y,
                     ScaleLayout const& layout, int32_t low, int32_t high,
                     QuotientPrecision precision, cudaStream_t stream);

// y = (x - zero) * scale; zero may be null: 0.
template <class T>
cudaError_t dequantize(int32_t const* x, T const* scale, int32_t const* zero, T* y,
                       ScaleLayout const& layout, cudaStream_t stream);

}  // namespace trtp::kernels
