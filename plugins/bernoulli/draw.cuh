#pragma once

// Whether an element is 1: a uniform number of 32 bits is compared with its probability. Nearly
// always the upper 16 of them decide, so that others are made only where they do not: half as many
// random numbers.

#include <cstdint>

#include "philox.cuh"

namespace trtp::kernels {

// Of elements whose numbers one call of Philox makes.
inline constexpr int drawn_at_once = 8;

__host__ __device__ inline float upper_half(uint32_t bits, int which) {
#ifdef __CUDA_ARCH__
  // 2^23 + n has n in its last bits: one instruction and a subtraction instead of a conversion, of
  // which a processor does a quarter as many.
  return __uint_as_float(__byte_perm(bits, 0x4B000000U, which == 0 ? 0x7610 : 0x7632)) - 8388608.F;
#else
  return static_cast<float>(bits >> (16 * which) & 0xFFFFU);
#endif
}

// In (0, 1) where the upper bits n do not decide: they do if all numbers beginning with them,
// n / 2^16 to (n + 1) / 2^16, are below the probability (1 or more), or none is (0 or less).
// Exact wherever it is not far from that interval.
__host__ __device__ inline float undecided(float probability, float upper) {
  return fmaf(probability, 65536.F, -upper);
}
__host__ __device__ inline bool decided_by_lower(float rest, uint32_t bits, int which) {
  return static_cast<float>(bits >> (16 * which) & 0xFFFFU) < rest * 65536.F;
}

// one[i]: whether element i of the group number `place` is 1.
__host__ __device__ inline void draw(float const (&probability)[drawn_at_once], uint64_t place,
                                     uint64_t seed, bool (&one)[drawn_at_once]) {
  auto const low = static_cast<uint32_t>(place), high = static_cast<uint32_t>(place >> 32);
  Philox const bits = philox({{low, high, 0U, 0U}}, seed);
  float rest[drawn_at_once];
  bool all = true;
#pragma unroll
  for (int i = 0; i < drawn_at_once; ++i) {
    rest[i] = undecided(probability[i], upper_half(bits.v[i / 2], i % 2));
    one[i] = rest[i] >= 1.F;
    all = all && (one[i] || !(rest[i] > 0.F));
  }
  if (all) return;
  Philox const more = philox({{low, high, 1U, 0U}}, seed);
#pragma unroll
  for (int i = 0; i < drawn_at_once; ++i) {
    if (!one[i]) one[i] = decided_by_lower(rest[i], more.v[i / 2], i % 2);
  }
}

}  // namespace trtp::kernels
