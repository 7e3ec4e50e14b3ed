#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// x, [batch, channels, length], each channel convolved with its own `taps` weights, causally:
//   y[b, c, t] = f(bias[c] + sum over j of weight[c, j] * padded[b, c, t + j])
// where `padded` is past, [batch, channels, taps - 1], followed by x, and f is the identity or
// x * sigmoid(x). `present`, of the shape of past, are the last taps - 1 columns of `padded`.
// Computed in float. bias, past (zeros) and present may be null. T is float or __half.
template <class T>
struct CausalConv {
  T const* x;
  T const* weight;
  T const* bias;
  T const* past;
  T* y;
  T* present;
  int64_t batch, channels, length, taps;
  bool silu;
};

template <class T>
cudaError_t causal_conv(CausalConv<T> const& conv, cudaStream_t stream);

}  // namespace trtp::kernels
