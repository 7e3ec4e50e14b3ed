#pragma once

// The functions behind gelu(), each as cheap as its type allows: an element of float16 has to be
// done in about 25 instructions, one of float32 in 50, for memory to be the limit.

#include "kernel/approximate.cuh"

namespace trtp::kernels {

namespace detail {

inline constexpr float ln2 = 0.69314718F;

}  // namespace detail

// x * Phi(x) for float results. With z = |x|, Q(z) = 1 - Phi(z) = exp(-z^2 / 2) * P(z), where P is
// a smooth function (a scaled erfcx): there is no difference of nearly equal numbers for negative
// x.
//
// P: minimax polynomial in (z - 3) / (z + 3), over z + 3, on [0, 14.6]; relative error 5.3e-8.
// Compensated: the rounding errors of z^2 / 2, up to 100, are the largest errors of the result.
// Without that the relative error reaches 8e-6 in the tail instead of 7e-7, for seven instructions
// less.
template <bool Compensated = true>
struct GeluErfFloat {
  __device__ __forceinline__ float operator()(float x) const {
    using namespace detail;
    float const z =
        fminf(fabsf(x), 16.F);  // Q(16) is zero in float; keeps infinities out of what follows
    float const t = reciprocal_fast(z + 3.F);
    float const u = fmaf(-6.F, t, 1.F);
    float p = -0.00026224615F;
    p = fmaf(p, u, -0.00089668558F);
    p = fmaf(p, u, 0.0010744517F);
    p = fmaf(p, u, 0.0069192317F);
    p = fmaf(p, u, -0.010480114F);
    p = fmaf(p, u, -0.047255121F);
    p = fmaf(p, u, 0.23001941F);
    p = fmaf(p, u, -0.50933236F);
    p = fmaf(p, u, 0.72908366F);
    // exp(-z^2 / 2) = s * s, s = 2^(-k z^2): the square root is never subnormal where it counts.
    constexpr float k = 0.36067376F;  // log2(e) / 4 = k + k_low
    constexpr float k_low = 4.8149075e-9F;
    float const m = k * z;
    float const a = m * z;
    float s = exp2_fast(-a);
    if constexpr (Compensated) {
      float const m_low = fmaf(k_low, z, fmaf(k, z, -m));
      float const a_low = fmaf(m_low, z, fmaf(m, z, -a));
      s = fmaf(s, a_low * -ln2, s);
    }
    // x or 0, less z * Q(z); the last product is the only one that may be subnormal, so that it is
    // rounded once.
    float const b = z * (t * p * s) * s;
    return fmaf(x, x >= 0.F ? 1.F : 0.F, -b);
  }
};

// The tanh form for float results: x / (1 + exp(-2 u)), u = sqrt(2 / pi) * (x + 0.044715 x^3), with
// the exponential taken of -2 |u| so that it cannot overflow.
//
// Compensated: as above, for the rounding errors of u. Without: 1.5e-5 in the tail instead of 9e-7,
// for thirteen instructions less.
template <bool Compensated = true>
struct GeluTanhFloat {
  __device__ __forceinline__ float operator()(float x) const {
    using namespace detail;
    // |u| log2(e) = c * z * (z^2 + r)
    constexpr float c = 0.051471621F;  // sqrt(2 / pi) * 0.044715 * log2(e) = c + c_low
    constexpr float c_low = -1.0080992e-9F;
    constexpr float r = 22.363859F;         // 1 / 0.044715
    float const z = fminf(fabsf(x), 16.F);  // exp(-2 u) is zero in float from 11 on
    float const z2 = z * z;
    float const v = z2 + r;
    float const b = z * v;
    float const a = c * b;
    float s = exp2_fast(-a);  // exp(-2 |u|) = s * s
    if constexpr (Compensated) {
      // Where it matters z^2 > r, so that the difference is what the sum lost.
      float const v_low = r - (v - z2) + fmaf(z, z, -z2);
      float const b_low = fmaf(z, v_low, fmaf(z, v, -b));
      float const a_low = fmaf(c_low, b, fmaf(c, b_low, fmaf(c, b, -a)));
      s = fmaf(s, a_low * -ln2, s);
    }
    float const w = x < 0.F ? s : 1.F;
    return x * w * reciprocal_fast(fmaf(s, s, 1.F)) * w;
  }
};

// Both forms for float16 results: x / (1 + 2^(-g(x))), where 2^g(x) = Phi(x) / (1 - Phi(x)), for
// the tanh form exactly so with g(x) = x * (c0 + c1 x^2), for the other with an odd polynomial.
// Infinities and overflowing powers come out right by themselves: g is monotonic, hence +-inf
// there.
//
// The polynomial: minimax of the relative error of x * Phi(x) on [-6, 6], beyond which a float16 is
// zero or x; 6.5e-5.
struct GeluErfHalf {
  __device__ __forceinline__ float operator()(float x) const {
    float const t = x * x;
    float g = 2.1532915e-9F;
    g = fmaf(g, t, -1.9901788e-7F);
    g = fmaf(g, t, 7.1730665e-6F);
    g = fmaf(g, t, -0.00011267258F);
    g = fmaf(g, t, -0.00034266282F);
    g = fmaf(g, t, 0.1054044F);
    g = fmaf(g, t, 2.3018188F);
    return x * reciprocal_fast(1.F + exp2_fast(-x * g));
  }
};

struct GeluTanhHalf {
  __device__ __forceinline__ float operator()(float x) const {
    constexpr float c0 = 2.3022082F;   // 2 sqrt(2 / pi) log2(e)
    constexpr float c1 = 0.10294324F;  // c0 * 0.044715
    float const g = fmaf(c1, x * x, c0);
    return x * reciprocal_fast(1.F + exp2_fast(-x * g));
  }
};

}  // namespace trtp::kernels
