#pragma once

// Exact remainders. On the host too, where they can be tried out.

#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>

#include "kernel/approximate.cuh"

namespace trtp::kernels {

namespace detail {

// 1 / d, with a relative error of 2^-23 at most, of normal numbers with a normal result.
__host__ __device__ __forceinline__ float reciprocal(float d) {
#ifdef __CUDA_ARCH__
  return reciprocal_fast(d);
#else
  return 1.F / d;
#endif
}

}  // namespace detail

// a - trunc(a / b) * b, as fmodf(), in a tenth of its time where the quotient is not large.
struct TruncatedFloat {
  __host__ __device__ __forceinline__ float operator()(float a, float b) const {
    return by_reciprocal(a, b, detail::reciprocal(fabsf(b)));
  }

  // A quotient is taken by 2^-21 of itself too large, which is more than all its errors: cut off,
  // it is right or, below 2^19, one too large. The difference is in [-|b|, |b|) thereby and has no
  // more digits than b: neither of the roundings below loses any.
  __host__ __device__ __forceinline__ static float by_reciprocal(float a, float b,
                                                                 float reciprocal) {
    float const x = fabsf(a), d = fabsf(b);
    float const quotient = x * (reciprocal * 1.000000476837158F);
    // Not so: NaN, infinities, what has no normal reciprocal.
    if (quotient < 524288.F && d >= 1.175494351e-38F && d <= 4.253529587e37F) {
      float const r = fmaf(-truncf(quotient), d, x);
      return copysignf(r < 0.F ? r + d : r, a);
    }
    return fmodf(a, b);
  }
};

// The same of numbers that are float16, for which an approximate quotient does: its error is below
// one, and differences of multiples of 2^-24 up to twice 65504 fit into a float.
struct TruncatedHalf {
  __host__ __device__ __forceinline__ float operator()(float a, float b) const {
    return by_reciprocal(a, b, detail::reciprocal(fabsf(b)));
  }

  __host__ __device__ __forceinline__ static float by_reciprocal(float a, float b,
                                                                 float reciprocal) {
    float const x = fabsf(a), d = fabsf(b), quotient = x * reciprocal;
    if (quotient < 262144.F && d <= 65504.F) {
      float r = fmaf(-truncf(quotient), d, x);
      r = r < 0.F ? r + d : r;
      r = r >= d ? r - d : r;
      return copysignf(r, a);
    }
    return fmodf(a, b);
  }
};

struct TruncatedInt {
  __host__ __device__ __forceinline__ int32_t operator()(int32_t a, int32_t b) const {
    return b == 0 || b == -1 ? 0 : a % b;  // -2^31 % -1 overflows on the way
  }
};

// a - floor(a / b) * b. A zero has the sign of b.
template <class Truncated>
struct Floored {
  __host__ __device__ __forceinline__ float operator()(float a, float b) const {
    float const r = Truncated{}(a, b);
    if (r == 0.F) return copysignf(0.F, b);
    return (r < 0.F) != (b < 0.F) ? r + b : r;
  }
};
template <>
struct Floored<TruncatedInt> {
  __host__ __device__ __forceinline__ int32_t operator()(int32_t a, int32_t b) const {
    int32_t const r = TruncatedInt{}(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
  }
};

}  // namespace trtp::kernels
