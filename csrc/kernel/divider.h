#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// Division by a number that the compiler does not know, for dividends below 2^31: a multiplication
// by its rounded-up reciprocal (Granlund and Montgomery, "Division by Invariant Integers using
// Multiplication", 1994).
struct Divider {
  uint32_t divisor = 1;
  uint32_t factor = 0;
  uint32_t shift = 0;

  Divider() = default;
  explicit Divider(uint32_t d) : divisor(d) {
    if (d <= 1) return;
    uint32_t bits = 0;
    while ((uint64_t{1} << bits) < d) ++bits;
    shift = bits - 1;
    factor = static_cast<uint32_t>(((uint64_t{1} << (32 + shift)) + d - 1) / d);
  }
};

#ifdef __CUDACC__
__host__ __device__ __forceinline__ uint32_t quotient(uint32_t n, Divider const& d) {
  if (d.divisor == 1) return n;
#ifdef __CUDA_ARCH__
  return __umulhi(n, d.factor) >> d.shift;
#else
  return static_cast<uint32_t>((uint64_t{n} * d.factor) >> 32) >> d.shift;
#endif
}
#endif

}  // namespace trtp::kernels
