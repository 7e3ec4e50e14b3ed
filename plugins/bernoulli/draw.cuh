#pragma once

// Whether an element is 1: a uniform number of 32 bits is compared with its probability. Nearly
// always the upper 16 of them decide, so that others are made only where they do not: half as many
// random numbers.

#include <cmath>
#include <cstdint>

#include "philox.cuh"

namespace trtp::kernels {

// Of elements whose numbers one call of Philox makes.
inline constexpr int drawn_at_once = 8;

// Halves of a word and what they are compared with are floats from 2^23 on, where neighbours differ
// by 1: integers become such by moving their bytes, fractions are cut off by rounding down.
__host__ __device__ inline float half_of(uint32_t bits, int which) {
#ifdef __CUDA_ARCH__
  return __uint_as_float(__byte_perm(bits, 0x4B000000U, which == 0 ? 0x7610 : 0x7632));
#else
  return 8388608.F + static_cast<float>(bits >> (16 * which) & 0xFFFFU);
#endif
}

// Numbers whose upper half is less are below the probability, those whose upper half is equal may
// be. NaN is neither.
__host__ __device__ inline float limit_of(float probability) {
#ifdef __CUDA_ARCH__
  return __fmaf_rd(probability, 65536.F, 8388608.F);
#else
  return 8388608.F + floorf(probability * 65536.F);
#endif
}

__host__ __device__ inline bool decided_by_lower(float probability, float upper, uint32_t bits,
                                                 int which) {
  float const rest = fmaf(probability, 65536.F, 8388608.F - upper);  // exact, in [0, 1)
  return static_cast<float>(bits >> (16 * which) & 0xFFFFU) < rest * 65536.F;
}

// one[i]: whether element i of the group number `place` is 1. Other values of `stream`, below 2^63,
// give other numbers.
__host__ __device__ inline void draw(float const (&probability)[drawn_at_once], uint64_t place,
                                     uint64_t stream, PhiloxKey const& key,
                                     bool (&one)[drawn_at_once]) {
  Philox counter{{static_cast<uint32_t>(place), static_cast<uint32_t>(place >> 32),
                  static_cast<uint32_t>(stream >> 32) << 1, static_cast<uint32_t>(stream)}};
  Philox const bits = philox(counter, key);
  bool open = false;
  for (int i = 0; i < drawn_at_once; ++i) {
    float const upper = half_of(bits.v[i / 2], i % 2), limit = limit_of(probability[i]);
    one[i] = upper < limit;
    open |= upper == limit;
  }
  if (!open) return;
  counter.v[2] |= 1U;
  Philox const more = philox(counter, key);
  for (int i = 0; i < drawn_at_once; ++i) {
    float const upper = half_of(bits.v[i / 2], i % 2);
    if (upper == limit_of(probability[i])) {
      one[i] = decided_by_lower(probability[i], upper, more.v[i / 2], i % 2);
    }
  }
}

}  // namespace trtp::kernels
