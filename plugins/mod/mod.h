#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// Where the quotient of a and b is rounded to: the remainder has the sign of b, or that of a.
enum class Quotient { floor, truncated };

// Extents of an operand or result.
struct ModExtents {
  int64_t const* data;
  int rank;
};

// y = a - round(a / b) * b, with a and b broadcast to y; exact but for the rounding to y. T is
// float, __half or int32_t. By 0: NaN, and 0 of integers (as NumPy has it).
template <class T>
cudaError_t mod(Quotient quotient, T const* a, ModExtents a_shape, T const* b, ModExtents b_shape,
                T* y, ModExtents shape, cudaStream_t stream);

}  // namespace trtp::kernels
