#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// Where the numbers of many transforms lie in a tensor, in elements: a real number or a pair.
// Number m of transform t is at (t / inner) * outer_stride + (t % inner) * inner_stride + m * step.
struct Signals {
  int64_t inner = 1;
  int64_t outer_stride = 0;
  int64_t inner_stride = 0;
  int64_t step = 1;
};

// One-dimensional discrete Fourier transforms of length n, a number `transforms` of them,
//   y[k] = scale * sum over m of x[m] window[m] exp(-+ 2 pi i m k / n),  m = 0 .. n - 1,
// with - forward and + for `inverse`, computed in float. T is float or __half.
template <class T>
struct Fourier {
  int64_t n = 1;  // 1 <= n <= 2^21, or more: see fourier_limit()
  int64_t transforms = 0;
  bool inverse = false;
  float scale = 1.F;

  T const* x = nullptr;
  Signals x_at;
  bool x_complex = false;    // pairs, or else real numbers
  bool x_hermitian = false;  // given are n / 2 + 1 numbers; the others are their conjugates
  int64_t x_length = 0;      // numbers that there are; zeros follow

  T const* window = nullptr;  // of x_length numbers; null: ones

  T* y = nullptr;
  Signals y_at;
  bool y_complex = true;  // pairs, or else real parts alone
  int64_t y_length = 0;   // numbers that are wanted, the first ones; n at most
};

// The longest transform on the current device.
int64_t fourier_limit();

// Bytes of scratch memory for up to `transforms` transforms of lengths up to n; if `exact`, for
// transforms of length n alone.
size_t fourier_workspace(int64_t n, int64_t transforms, bool exact);

// y must not overlap x. cudaErrorInvalidValue if n is beyond fourier_limit().
template <class T>
cudaError_t fourier(Fourier<T> const& f, void* workspace, cudaStream_t stream);

}  // namespace trtp::kernels
