#pragma once

// What is done to a row once it is known: kinds of normalisation.

#include "kernel/vector.cuh"

namespace trtp::kernels {

// A mean as its distance from some element of the row: as a float alone it would be wrong in its
// last place, which shows where it is far larger than the distances from it.
struct RowMean {
  float reference;
  float rest;
};

// y = (x - mean) / sqrt(variance + epsilon) * scale + bias, rounded once.
struct MeanAndVariance {
  static constexpr bool centred = true;

  template <class T, class S, int N>
  static __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& x, RowMean const& mean,
                                                     float factor, Pack<S, N> const& scale,
                                                     Pack<S, N> const& bias) {
    Values<float, N> v = widen(x);
    Values<float, N> const s = widen(scale), b = widen(bias);
    float const rest = -mean.rest * factor;
#pragma unroll
    for (int i = 0; i < N; ++i) {
      v[i] = fmaf(fmaf(v[i] - mean.reference, factor, rest), s[i], b[i]);
    }
    return narrow<T>(v);
  }

  // x * slope + at_zero, into which all others were put together. Where the mean is some thousands
  // of times the deviation, as halves can be at most, this is off by a half's last place.
  template <class T, int N>
  static __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& x, float slope,
                                                     float at_zero) {
    Values<float, N> v = widen(x);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] = fmaf(v[i], slope, at_zero);
    return narrow<T>(v);
  }

  // With one scale and one bias for all of them.
  template <class T, int N>
  static __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& x, RowMean const& mean,
                                                     float factor, float scale, float bias) {
    Values<float, N> v = widen(x);
    float const rest = -mean.rest * factor;
#pragma unroll
    for (int i = 0; i < N; ++i) {
      v[i] = fmaf(fmaf(v[i] - mean.reference, factor, rest), scale, bias);
    }
    return narrow<T>(v);
  }
};

// y = T(x / sqrt(mean of squares + epsilon)) * scale, rounded twice.
struct RootMeanSquare {
  static constexpr bool centred = false;

  // The float product of two halves is exact, so that multiplying halves is the same for less work.
  template <class T, class S, int N>
  static __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& x, RowMean const& /*mean*/,
                                                     float factor, Pack<S, N> const& scale,
                                                     Pack<S, N> const& /*bias*/) {
    Values<float, N> v = widen(x);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] *= factor;
    Pack<T, N> y = narrow<T>(v);
    if constexpr (std::is_same_v<T, __half> && std::is_same_v<S, __half> && N % 2 == 0) {
#pragma unroll
      for (int i = 0; i < N / 2; ++i) {
        y.word[i] = detail::bit_cast<unsigned>(__hmul2(detail::bit_cast<__half2>(y.word[i]),
                                                       detail::bit_cast<__half2>(scale.word[i])));
      }
      return y;
    } else {
      v = widen(y);
      Values<float, N> const s = widen(scale);
#pragma unroll
      for (int i = 0; i < N; ++i) v[i] *= s[i];
      return narrow<T>(v);
    }
  }

  template <class T, int N>
  static __device__ __forceinline__ Pack<T, N> apply(Pack<T, N> const& x, RowMean const& /*mean*/,
                                                     float factor, float scale, float /*bias*/) {
    Values<float, N> v = widen(x);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] *= factor;
    v = widen(narrow<T>(v));
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] *= scale;
    return narrow<T>(v);
  }
};

}  // namespace trtp::kernels
