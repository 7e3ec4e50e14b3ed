#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

#include "kernel/broadcast.h"

namespace trtp::kernels {

// A number for every element of a matrix of a batch, for every row or column of it, or for all:
// data[batch * per_matrix + row * per_row + column * per_column], strides 0 where it is shared.
template <class T>
struct Parameter {
  T const* data = nullptr;  // null: left out
  int64_t per_matrix = 0;
  int64_t per_row = 0;
  int64_t per_column = 0;
};

// How an integer becomes one of fewer bits: round(value * a_scale * b_scale / y_scale + y_zero),
// ties to even, within [low, high]; the quotient of scales is computed in float32.
template <class Scale>
struct Requantization {
  Parameter<Scale> a_scale, b_scale, y_scale;
  Parameter<int32_t> y_zero;
  int32_t low = 0;
  int32_t high = 255;
};

// Products of matrices of 8-bit integers, carried in int32, with their zero points taken off:
//   y[m, n] = sum over k of (a[m, k] - a_zero[m]) (b[k, n] - b_zero[n])
// Differences are in [-255, 255]; sums wrap around as int32 does. Tensor cores compute them as
// float16, exactly.
struct IntegerMatrices {
  int64_t m = 0, n = 0, k = 0;
  int64_t batches = 1;
  int32_t const* a = nullptr;      // [..., m, k]
  int32_t const* b = nullptr;      // [..., k, n]
  Broadcast a_batches, b_batches;  // which matrix of a, and of b, belongs to one of y
  Parameter<int32_t> a_zero, b_zero;
  int32_t* y = nullptr;  // [batches, m, n]
};

cudaError_t integer_product(IntegerMatrices const& p, cudaStream_t stream);
template <class Scale>  // float or __half
cudaError_t integer_product(IntegerMatrices const& p, Requantization<Scale> const& q,
                            cudaStream_t stream);

// Convolutions of the same kind, over up to three dimensions; what is padded is x_zero.
struct IntegerConvolution {
  static constexpr int max_dims = 3;
  int64_t images = 0;
  int64_t groups = 1;
  int64_t in_channels = 0;   // per group
  int64_t out_channels = 0;  // per group
  int dims = 0;
  int64_t in[max_dims] = {}, kernel[max_dims] = {}, out[max_dims] = {};
  int64_t begin[max_dims] = {}, stride[max_dims] = {}, dilation[max_dims] = {};
  int32_t const* x = nullptr;       // [images, groups * in_channels, in...]
  int32_t const* w = nullptr;       // [groups * out_channels, in_channels, kernel...]
  int32_t const* x_zero = nullptr;  // one number; null: 0
  Parameter<int32_t> w_zero;        // per_row: output channel
  int32_t const* bias = nullptr;    // [groups * out_channels]; null: none
  int32_t* y = nullptr;             // [images, groups * out_channels, out...]
};

cudaError_t integer_convolution(IntegerConvolution const& p, cudaStream_t stream);
// a_scale: of x; b_scale: of w, per_row: output channel.
cudaError_t integer_convolution(IntegerConvolution const& p, Requantization<float> const& q,
                                cudaStream_t stream);

}  // namespace trtp::kernels
