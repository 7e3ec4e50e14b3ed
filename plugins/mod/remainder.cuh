#pragma once

// Exact remainders. On the host too, where they can be tried out.

#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>

#include "kernel/approximate.cuh"

namespace trtp::kernels {

namespace detail {

// |a| mod |b| for quotients below 2^22, of floats with 24 bits of precision. The quotient is
// rounded up before it is cut off, hence right or one too large: the difference is in [-|b|, |b|)
// and has no more digits than b, and neither of the roundings below loses any.
__host__ __device__ __forceinline__ float small_remainder(float a, float b, float quotient_up) {
  float const r = fmaf(-truncf(quotient_up), b, a);
  return r < 0.F ? r + b : r;
}

// a / b, rounded up.
__host__ __device__ __forceinline__ float divided_up(float a, float b) {
#ifdef __CUDA_ARCH__
  return __fdiv_ru(a, b);
#else
  double const q = static_cast<double>(a) / b;  // rounded twice, but never across an integer
  float const f = static_cast<float>(q);
  return f < q ? nextafterf(f, HUGE_VALF) : f;
#endif
}

}  // namespace detail

// a - trunc(a / b) * b, as fmodf(), in a tenth of its time where the quotient is not large.
struct TruncatedFloat {
  __host__ __device__ __forceinline__ float operator()(float a, float b) const {
    float const x = fabsf(a), d = fabsf(b);
    float const quotient = detail::divided_up(x, d);
    // Not so: NaN, infinities, division by 0, quotients that are not whole any more.
    if (quotient < 4194304.F && d <= 3.402823466e38F) {
      return copysignf(detail::small_remainder(x, d, quotient), a);
    }
    return fmodf(a, b);
  }
};

// The same of numbers that are float16, for which an approximate quotient does: its error is below
// one, and differences of multiples of 2^-24 up to twice 65504 fit into a float.
struct TruncatedHalf {
  __host__ __device__ __forceinline__ float operator()(float a, float b) const {
    float const x = fabsf(a), d = fabsf(b);
#ifdef __CUDA_ARCH__
    float const quotient = x * reciprocal_fast(d);
#else
    float const quotient = x * (1.F / d);
#endif
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
