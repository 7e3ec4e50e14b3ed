#include "swish.h"

#include "kernel/elementwise.cuh"

namespace trtp::kernels {

namespace {

// exp(x), and a / b for finite positive b. In float16's place a few units of 2^-22 do not count;
// they spare the instructions that memory does not hide.
template <bool Half>
struct Fast {
  static __device__ __forceinline__ float exponential(float x) { return expf(x); }
  static __device__ __forceinline__ float quotient(float a, float b) { return __fdiv_rn(a, b); }
};
template <>
struct Fast<true> {
  static __device__ __forceinline__ float exponential(float x) { return __expf(x); }
  static __device__ __forceinline__ float quotient(float a, float b) { return __fdividef(a, b); }
};

template <bool Half>
struct SwishOf {
  float alpha;
  __device__ __forceinline__ float operator()(float x) const {
    // Beyond 80 the denominator would overflow; the quotient is as good as zero before.
    float const e = Fast<Half>::exponential(fminf(-alpha * x, 80.F));
    return Fast<Half>::quotient(x, 1.F + e);
  }
};

template <bool Half>
struct SwiGluOf {
  SwishOf<Half> swish;
  __device__ __forceinline__ float operator()(float a, float b) const { return swish(a) * b; }
};

// With e = exp(x): tanh(log(1 + e)) = ((1 + e)^2 - 1) / ((1 + e)^2 + 1) = n / (n + 2) where
// n = e (e + 2), which is accurate for small e too.
template <bool Half>
struct MishOf {
  __device__ __forceinline__ float operator()(float x) const {
    float const e = Fast<Half>::exponential(fminf(x, 20.F));
    float const n = e * (e + 2.F);
    return Fast<Half>::quotient(x * n, n + 2.F);
  }
};

template <class T>
inline constexpr bool is_half = std::is_same_v<T, __half>;

}  // namespace

template <class T>
cudaError_t swish(T const* x, T* y, int64_t count, float alpha, cudaStream_t stream) {
  return elementwise(stream, count, SwishOf<is_half<T>>{alpha}, y, x);
}

template <class T>
cudaError_t swiglu(T const* a, T const* b, T* y, int64_t count, float alpha, cudaStream_t stream) {
  return elementwise(stream, count, SwiGluOf<is_half<T>>{{alpha}}, y, a, b);
}

template <class T>
cudaError_t mish(T const* x, T* y, int64_t count, cudaStream_t stream) {
  return elementwise(stream, count, MishOf<is_half<T>>{}, y, x);
}

#define TRTP_SWISH(T)                                                                \
  template cudaError_t swish(T const*, T*, int64_t, float, cudaStream_t);            \
  template cudaError_t swiglu(T const*, T const*, T*, int64_t, float, cudaStream_t); \
  template cudaError_t mish(T const*, T*, int64_t, cudaStream_t);
TRTP_SWISH(float)
TRTP_SWISH(__half)

}  // namespace trtp::kernels
