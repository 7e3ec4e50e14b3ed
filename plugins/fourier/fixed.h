#pragma once

// Transforms of lengths that the compiler knows.

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "fourier.h"
#include "kernel/divider.h"

namespace trtp::kernels::fft {

enum class FixedKind {
  complex_to_complex,
  twisted,          // the same, and number k of transform u times root((u % y_inner) k, twist)
  real_to_complex,  // of 2 n real numbers, as n complex ones; see RealToComplex
  complex_to_real,  // of n + 1 bins, the rest being their conjugates; see PackedBinsInput
  convolution       // of complex numbers times `chirp` with what has the transform `spectrum`
};

struct FixedJob {
  int64_t transforms = 0;  // less than 2^31, as are the `inner` of signals
  bool x_half = false;     // __half, or else float
  bool y_half = false;
  bool inverse = false;
  float scale = 1.F;

  // Pairs of numbers are aligned; where they are real, numbers 2 m and 2 m + 1.
  void const* x = nullptr;
  void* y = nullptr;
  Signals x_at, y_at;
  Divider x_inner, y_inner;
  int x_length = 0, y_length = 0;
  void const* window = nullptr;  // of real numbers; aligned pairs as well

  size_t shared_bytes = 48 * 1024;  // that a block may have

  int twist = 0;
  float2 const* chirp = nullptr;  // `chirps` numbers; zeros follow
  float2 const* spectrum = nullptr;
  int chirps = 0;
};

// Whether there is a kernel for transforms of n complex numbers, in blocks that have so many bytes
// of shared memory.
bool has_fixed(int64_t n, size_t shared_bytes);
// The length of a convolution in one kernel that no less than n numbers take, or 0.
int convolution_length(int64_t n, size_t shared_bytes);
// rows * cols = n, both with kernels and about equal, if there are such.
bool split_fixed(int64_t n, size_t shared_bytes, int& rows, int& cols);

// n: as has_fixed() has it.
cudaError_t fixed_transform(FixedKind kind, int n, FixedJob const& job, cudaStream_t stream);
// The same; kinds are compiled in source files of their own.
template <FixedKind Kind>
cudaError_t fixed_transform_of(int n, FixedJob const& job, cudaStream_t stream);

}  // namespace trtp::kernels::fft
