#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

enum class Bitwise { bit_and, bit_or, bit_xor, shift_left, shift_right };

// Extents of an operand or result.
struct Extents {
  int64_t const* data;
  int rank;
};

// y = a op b, bit by bit, with a and b broadcast to y. T is int32_t, or bool for the first three.
// Shifts are of numbers with a sign: to the right copies of it come in. By less than 0 or more than
// 31 places, all bits are shifted out.
template <class T>
cudaError_t bitwise(Bitwise op, T const* a, Extents a_shape, T const* b, Extents b_shape, T* y,
                    Extents shape, cudaStream_t stream);

// y = ~x; of bool, !x.
template <class T>
cudaError_t bitwise_not(T const* x, T* y, int64_t count, cudaStream_t stream);

}  // namespace trtp::kernels
