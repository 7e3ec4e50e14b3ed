#pragma once

// Butterflies of radices that are products, and the roots of unity that they need, which the
// compiler knows.

#include "butterfly.cuh"

namespace trtp::kernels::fft {

// exp(2 pi i k / N) for k = 0 .. N - 1.
template <int N>
struct Circle {
  float cosine[N] = {};
  float sine[N] = {};

  TRTP_HOST_DEVICE constexpr Circle() {
    for (int k = 0; k < N; ++k) {
      // Taylor's series, at most half a turn away: more exact than float needs.
      double const angle = 6.283185307179586477 * (2 * k > N ? k - N : k) / N;
      double term = 1.0, c = 0.0, s = 0.0;
      for (int i = 0; i < 32; ++i) {
        double const part = i % 4 < 2 ? term : -term;
        (i % 2 == 0 ? c : s) += part;
        term *= angle / (i + 1);
      }
      cosine[k] = static_cast<float>(c);
      sine[k] = static_cast<float>(s);
    }
  }
};

// v exp(-2 pi i k / N), 0 <= k < N, with k known once loops are unrolled.
template <int N>
TRTP_HOST_DEVICE float2 turned(float2 v, int k) {
  constexpr float r = 0.707106781F;
  constexpr Circle<N> circle;
  if (k == 0) return v;
  if (8 * k == N) return {r * (v.x + v.y), r * (v.y - v.x)};
  if (4 * k == N) return times_minus_i(v);
  if (8 * k == 3 * N) return {r * (v.y - v.x), -r * (v.x + v.y)};
  if (2 * k == N) return {-v.x, -v.y};
  if (4 * k == 3 * N) return times_i(v);
  return mul(v, {circle.cosine[k], -circle.sine[k]});
}

// Of A * B numbers, by those of A and those of B.
template <int A, int B>
TRTP_HOST_DEVICE void composed_butterfly(float2 (&x)[A * B]) {
  float2 y[A][B];
#pragma unroll
  for (int m = 0; m < B; ++m) {
    float2 part[A];
#pragma unroll
    for (int a = 0; a < A; ++a) part[a] = x[m + a * B];
    butterfly<A>(part);
#pragma unroll
    for (int k = 0; k < A; ++k) y[k][m] = turned<A * B>(part[k], k * m);
  }
#pragma unroll
  for (int k = 0; k < A; ++k) {
    butterfly<B>(y[k]);
#pragma unroll
    for (int q = 0; q < B; ++q) x[k + A * q] = y[k][q];
  }
}

template <>
TRTP_HOST_DEVICE void butterfly<6>(float2 (&x)[6]) {
  composed_butterfly<2, 3>(x);
}
template <>
TRTP_HOST_DEVICE void butterfly<10>(float2 (&x)[10]) {
  composed_butterfly<2, 5>(x);
}
template <>
TRTP_HOST_DEVICE void butterfly<12>(float2 (&x)[12]) {
  composed_butterfly<4, 3>(x);
}
template <>
TRTP_HOST_DEVICE void butterfly<20>(float2 (&x)[20]) {
  composed_butterfly<4, 5>(x);
}
template <>
TRTP_HOST_DEVICE void butterfly<24>(float2 (&x)[24]) {
  composed_butterfly<8, 3>(x);
}
template <>
TRTP_HOST_DEVICE void butterfly<32>(float2 (&x)[32]) {
  composed_butterfly<4, 8>(x);
}

}  // namespace trtp::kernels::fft
