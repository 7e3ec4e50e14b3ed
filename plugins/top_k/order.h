#pragma once

#include <cuda_fp16.h>

#include <cstdint>

namespace trtp::kernels {

// Unsigned keys in the order of the values: -0 as 0, NaN above all. Of order_bits<T> bits.
template <class T>
inline constexpr int order_bits = 8 * static_cast<int>(sizeof(T));

// From the bits of a floating-point number of `Bits` bits whose infinity is `infinity`.
template <int Bits>
__host__ __device__ inline uint32_t ordered_bits(uint32_t bits, uint32_t infinity) {
  constexpr uint32_t sign = uint32_t{1} << (Bits - 1);
  constexpr uint32_t all = sign | (sign - 1U);
  uint32_t const magnitude = bits & (sign - 1U);
  if (magnitude > infinity) return all;
  if (magnitude == 0) return sign;
  return (bits & sign) != 0U ? ~bits & all : bits | sign;
}

}  // namespace trtp::kernels
