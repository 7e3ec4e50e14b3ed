#include "swish.h"

#include "kernel/approximate.cuh"
#include "kernel/elementwise.cuh"

namespace trtp::kernels {

namespace {

// x / (1 + exp(-alpha x)). Where the exponential is infinite, x / infinity is 0, and NaN if x is
// infinite too, as x * sigmoid(alpha x) is.
struct SwishFloat {
  float alpha;
  __device__ __forceinline__ float operator()(float x) const {
    return __fdiv_rn(x, 1.F + expf(-alpha * x));
  }
};
// For results in float16: memory hides some 25 instructions per element, not more.
struct SwishHalf {
  float scale;  // -alpha log2(e)
  __device__ __forceinline__ float operator()(float x) const {
    return x * reciprocal_fast(1.F + exp2_fast(scale * x));
  }
};

template <class Swish>
struct Gated {
  Swish swish;
  __device__ __forceinline__ float operator()(float a, float b) const { return swish(a) * b; }
};

// With e = exp(x): tanh(log(1 + e)) = ((1 + e)^2 - 1) / ((1 + e)^2 + 1) = n / (n + 2) where
// n = e (e + 2), which is accurate for small e too. From 20 on it is 1, and n would overflow later.
// The quotient comes first: x n overflows.
struct MishFloat {
  __device__ __forceinline__ float operator()(float x) const {
    float const e = expf(fminf(x, 20.F));
    float const n = e * (e + 2.F);
    return x * __fdiv_rn(n, n + 2.F);
  }
};
struct MishHalf {
  __device__ __forceinline__ float operator()(float x) const {
    float const e = exp2_fast(log2_e * fminf(x, 20.F));
    float const n = e * (e + 2.F);
    return x * (n * reciprocal_fast(n + 2.F));
  }
};

auto swish_of(float const*, float alpha) { return SwishFloat{alpha}; }
auto swish_of(__half const*, float alpha) { return SwishHalf{-alpha * log2_e}; }
auto mish_of(float const*) { return MishFloat{}; }
auto mish_of(__half const*) { return MishHalf{}; }

}  // namespace

template <class T>
cudaError_t swish(T const* x, T* y, int64_t count, float alpha, cudaStream_t stream) {
  return elementwise(stream, count, swish_of(x, alpha), y, x);
}

template <class T>
cudaError_t swiglu(T const* a, T const* b, T* y, int64_t count, float alpha, cudaStream_t stream) {
  return elementwise(stream, count, Gated<decltype(swish_of(a, alpha))>{swish_of(a, alpha)}, y, a,
                     b);
}

template <class T>
cudaError_t mish(T const* x, T* y, int64_t count, cudaStream_t stream) {
  return elementwise(stream, count, mish_of(x), y, x);
}

#define TRTP_SWISH(T)                                                                \
  template cudaError_t swish(T const*, T*, int64_t, float, cudaStream_t);            \
  template cudaError_t swiglu(T const*, T const*, T*, int64_t, float, cudaStream_t); \
  template cudaError_t mish(T const*, T*, int64_t, cudaStream_t);
TRTP_SWISH(float)
TRTP_SWISH(__half)

}  // namespace trtp::kernels
