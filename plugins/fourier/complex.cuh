#pragma once

// Complex numbers as float2, and roots of unity.

#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>

// What transforms are made of also runs on the host, where the arithmetic can be looked at without
// a device; not in the library, as host compilers do not know what it asks of nvcc.
#ifdef TRTP_FOURIER_ON_HOST
#define TRTP_HOST_DEVICE __host__ __device__ __forceinline__
#else
#define TRTP_HOST_DEVICE __device__ __forceinline__
#endif

namespace trtp::kernels::fft {

TRTP_HOST_DEVICE float2 add(float2 a, float2 b) { return {a.x + b.x, a.y + b.y}; }
TRTP_HOST_DEVICE float2 sub(float2 a, float2 b) { return {a.x - b.x, a.y - b.y}; }
TRTP_HOST_DEVICE float2 mul(float2 a, float2 b) {
  return {fmaf(a.x, b.x, -(a.y * b.y)), fmaf(a.x, b.y, a.y * b.x)};
}
TRTP_HOST_DEVICE float2 scaled(float2 a, float s) { return {a.x * s, a.y * s}; }
TRTP_HOST_DEVICE float2 conj(float2 a) { return {a.x, -a.y}; }
TRTP_HOST_DEVICE float2 times_minus_i(float2 a) { return {a.y, -a.x}; }
TRTP_HOST_DEVICE float2 times_i(float2 a) { return {-a.y, a.x}; }

// exp(i * pi * x). Exact in the argument: only its own rounding counts.
TRTP_HOST_DEVICE float2 root(float x) {
  float2 w;
#ifdef __CUDA_ARCH__
  sincospif(x, &w.y, &w.x);
#else
  double const angle = 3.14159265358979323846 * static_cast<double>(x);
  w.x = static_cast<float>(std::cos(angle));
  w.y = static_cast<float>(std::sin(angle));
#endif
  return w;
}

// exp(-2 * pi * i * k / n) for 0 <= k < n <= 2^24: beyond half a turn the angle is taken from the
// other side, where its rounding is finer.
TRTP_HOST_DEVICE float2 root(int k, int n) {
  int const turned = 2 * static_cast<int64_t>(k) > n ? k - n : k;
  return root(-2.F * static_cast<float>(turned) / static_cast<float>(n));
}

// exp(-pi * i * k^2 / n), Bluestein's chirp: k^2 is reduced modulo 2 n in integers.
TRTP_HOST_DEVICE float2 chirp(int k, int n) {
  uint64_t const square = static_cast<uint64_t>(k) * static_cast<uint64_t>(k);
  return root(static_cast<int>(square % (2 * static_cast<uint64_t>(n))), 2 * n);
}

}  // namespace trtp::kernels::fft
