#pragma once

// Special functions in one instruction each, with relative errors of 2^-22 or so. They flush
// subnormal numbers to zero, which spares the instructions around them that scale those: arguments
// and results have to be normal, or as good as zero.

#include <cuda_runtime.h>

namespace trtp::kernels {

inline constexpr float log2_e = 1.44269504F;

// 2^x; 0 for -infinity, infinity from 128 on.
__device__ __forceinline__ float exp2_fast(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

// 1 / x; 0 for infinities.
__device__ __forceinline__ float reciprocal_fast(float x) {
  float y;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

}  // namespace trtp::kernels
