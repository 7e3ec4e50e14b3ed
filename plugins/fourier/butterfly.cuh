#pragma once

// Discrete Fourier transforms of R numbers in registers: x[k] = sum of x[m] exp(-2 pi i m k / R).

#include "complex.cuh"

namespace trtp::kernels::fft {

template <int R>
struct Roots;  // cosines and sines of 2 pi i / R

template <>
struct Roots<3> {
  static TRTP_HOST_DEVICE void get(float (&cosine)[3], float (&sine)[3]) {
    constexpr float c[] = {1.000000000e+00F, -5.000000000e-01F, -5.000000000e-01F};
    constexpr float s[] = {0.000000000e+00F, 8.660254038e-01F, -8.660254038e-01F};
    for (int i = 0; i < 3; ++i) cosine[i] = c[i], sine[i] = s[i];
  }
};

template <>
struct Roots<5> {
  static TRTP_HOST_DEVICE void get(float (&cosine)[5], float (&sine)[5]) {
    constexpr float c[] = {1.000000000e+00F, 3.090169944e-01F, -8.090169944e-01F, -8.090169944e-01F,
                           3.090169944e-01F};
    constexpr float s[] = {0.000000000e+00F, 9.510565163e-01F, 5.877852523e-01F, -5.877852523e-01F,
                           -9.510565163e-01F};
    for (int i = 0; i < 5; ++i) cosine[i] = c[i], sine[i] = s[i];
  }
};

template <>
struct Roots<7> {
  static TRTP_HOST_DEVICE void get(float (&cosine)[7], float (&sine)[7]) {
    constexpr float c[] = {1.000000000e+00F,  6.234898019e-01F,  -2.225209340e-01F,
                           -9.009688679e-01F, -9.009688679e-01F, -2.225209340e-01F,
                           6.234898019e-01F};
    constexpr float s[] = {0.000000000e+00F,  7.818314825e-01F,  9.749279122e-01F, 4.338837391e-01F,
                           -4.338837391e-01F, -9.749279122e-01F, -7.818314825e-01F};
    for (int i = 0; i < 7; ++i) cosine[i] = c[i], sine[i] = s[i];
  }
};

template <>
struct Roots<11> {
  static TRTP_HOST_DEVICE void get(float (&cosine)[11], float (&sine)[11]) {
    constexpr float c[] = {1.000000000e+00F,  8.412535328e-01F,  4.154150130e-01F,
                           -1.423148383e-01F, -6.548607339e-01F, -9.594929736e-01F,
                           -9.594929736e-01F, -6.548607339e-01F, -1.423148383e-01F,
                           4.154150130e-01F,  8.412535328e-01F};
    constexpr float s[] = {0.000000000e+00F,  5.406408175e-01F,  9.096319954e-01F,
                           9.898214419e-01F,  7.557495744e-01F,  2.817325568e-01F,
                           -2.817325568e-01F, -7.557495744e-01F, -9.898214419e-01F,
                           -9.096319954e-01F, -5.406408175e-01F};
    for (int i = 0; i < 11; ++i) cosine[i] = c[i], sine[i] = s[i];
  }
};

template <>
struct Roots<13> {
  static TRTP_HOST_DEVICE void get(float (&cosine)[13], float (&sine)[13]) {
    constexpr float c[] = {1.000000000e+00F,  8.854560257e-01F,  5.680647467e-01F,
                           1.205366803e-01F,  -3.546048870e-01F, -7.485107482e-01F,
                           -9.709418174e-01F, -9.709418174e-01F, -7.485107482e-01F,
                           -3.546048870e-01F, 1.205366803e-01F,  5.680647467e-01F,
                           8.854560257e-01F};
    constexpr float s[] = {0.000000000e+00F,  4.647231720e-01F,  8.229838659e-01F,
                           9.927088741e-01F,  9.350162427e-01F,  6.631226582e-01F,
                           2.393156643e-01F,  -2.393156643e-01F, -6.631226582e-01F,
                           -9.350162427e-01F, -9.927088741e-01F, -8.229838659e-01F,
                           -4.647231720e-01F};
    for (int i = 0; i < 13; ++i) cosine[i] = c[i], sine[i] = s[i];
  }
};

// Odd R: numbers m and R - m share their products.
template <int R>
TRTP_HOST_DEVICE void butterfly(float2 (&x)[R]) {
  static_assert(R % 2 == 1);
  constexpr int half = R / 2;
  float cosine[R], sine[R];
  Roots<R>::get(cosine, sine);
  float2 even[half], odd[half];
  float2 const first = x[0];
#pragma unroll
  for (int m = 1; m <= half; ++m) {
    even[m - 1] = add(x[m], x[R - m]);
    odd[m - 1] = sub(x[m], x[R - m]);
    x[0] = add(x[0], even[m - 1]);
  }
#pragma unroll
  for (int k = 1; k <= half; ++k) {
    float2 a = first, b{0.F, 0.F};
#pragma unroll
    for (int m = 1; m <= half; ++m) {
      int const i = m * k % R;
      a.x = fmaf(even[m - 1].x, cosine[i], a.x);
      a.y = fmaf(even[m - 1].y, cosine[i], a.y);
      b.x = fmaf(odd[m - 1].x, sine[i], b.x);
      b.y = fmaf(odd[m - 1].y, sine[i], b.y);
    }
    x[k] = add(a, times_minus_i(b));
    x[R - k] = sub(a, times_minus_i(b));
  }
}

template <>
TRTP_HOST_DEVICE void butterfly<1>(float2 (&)[1]) {}

template <>
TRTP_HOST_DEVICE void butterfly<2>(float2 (&x)[2]) {
  float2 const a = x[0];
  x[0] = add(a, x[1]);
  x[1] = sub(a, x[1]);
}

template <>
TRTP_HOST_DEVICE void butterfly<4>(float2 (&x)[4]) {
  float2 const a = add(x[0], x[2]), b = sub(x[0], x[2]);
  float2 const c = add(x[1], x[3]), d = times_minus_i(sub(x[1], x[3]));
  x[0] = add(a, c);
  x[1] = add(b, d);
  x[2] = sub(a, c);
  x[3] = sub(b, d);
}

template <>
TRTP_HOST_DEVICE void butterfly<8>(float2 (&x)[8]) {
  constexpr float r = 0.707106781F;
  float2 even[4] = {x[0], x[2], x[4], x[6]};
  float2 odd[4] = {x[1], x[3], x[5], x[7]};
  butterfly<4>(even);
  butterfly<4>(odd);
  odd[1] = {r * (odd[1].x + odd[1].y), r * (odd[1].y - odd[1].x)};
  odd[2] = times_minus_i(odd[2]);
  odd[3] = {r * (odd[3].y - odd[3].x), -r * (odd[3].x + odd[3].y)};
#pragma unroll
  for (int k = 0; k < 4; ++k) {
    x[k] = add(even[k], odd[k]);
    x[k + 4] = sub(even[k], odd[k]);
  }
}

template <>
TRTP_HOST_DEVICE void butterfly<16>(float2 (&x)[16]) {
  constexpr float r = 0.707106781F, c = 0.923879533F, s = 0.382683432F;
  float2 y[4][4];
#pragma unroll
  for (int m = 0; m < 4; ++m) {
    float2 part[4] = {x[m], x[m + 4], x[m + 8], x[m + 12]};
    butterfly<4>(part);
#pragma unroll
    for (int k = 0; k < 4; ++k) y[k][m] = part[k];
  }
  // y[k][m] *= exp(-2 pi i k m / 16)
  y[1][1] = mul(y[1][1], {c, -s});
  y[1][2] = mul(y[1][2], {r, -r});
  y[1][3] = mul(y[1][3], {s, -c});
  y[2][1] = mul(y[2][1], {r, -r});
  y[2][2] = times_minus_i(y[2][2]);
  y[2][3] = mul(y[2][3], {-r, -r});
  y[3][1] = mul(y[3][1], {s, -c});
  y[3][2] = mul(y[3][2], {-r, -r});
  y[3][3] = mul(y[3][3], {-c, s});
#pragma unroll
  for (int k = 0; k < 4; ++k) {
    butterfly<4>(y[k]);
#pragma unroll
    for (int m = 0; m < 4; ++m) x[k + 4 * m] = y[k][m];
  }
}

}  // namespace trtp::kernels::fft
