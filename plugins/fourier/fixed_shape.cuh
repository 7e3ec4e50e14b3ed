#pragma once

// How a transform of a length that the compiler knows is cut into threads and stages.

#include <cuda_runtime.h>

#include <cstdint>

namespace trtp::kernels::fft {

// `Each` numbers in each of n / Each threads ("lanes"): number m of lane t is number t + m lanes,
// before and after all stages. Stages are those of Plan; every radix divides Each.
template <int Each, int... Radices>
struct FixedShape {
  static constexpr int n = (1 * ... * Radices);
  static constexpr int each = Each;
  static constexpr int lanes = n / Each;
  static constexpr int stages = sizeof...(Radices);
  static_assert(n % Each == 0 && ((Each % Radices == 0) && ...));

  template <int S>
  __host__ __device__ static constexpr int radix() {
    constexpr int r[] = {Radices...};
    return r[S];
  }
  template <int S>
  __host__ __device__ static constexpr int stride() {  // product of the radices before
    constexpr int r[] = {Radices...};
    int product = 1;
    for (int i = 0; i < S; ++i) product *= r[i];
    return product;
  }

  // In shared memory a place is left out after every `quantum` numbers, against bank conflicts.
  static constexpr int quantum = 16 % radix<0>() == 0 ? 16 : radix<0>();
  __host__ __device__ static constexpr int padded(int i) { return i + i / quantum; }
  // Of a transform, and one number more; odd, for neighbouring transforms.
  static constexpr int pitch = (padded(n) + 1) | 1;

  // Whether padded(i + m step) = padded(i) + padded(m step) for all i that are less than `below`
  // or multiples of `cell` plus such.
  __host__ __device__ static constexpr bool splits(int step, int below, int cell) {
    return step % quantum == 0 || (cell != 0 && quantum % cell == 0) ||
           (quantum % step == 0 && below <= step && cell % quantum == 0);
  }
  static constexpr bool reads_split = splits(lanes, lanes, 0);
  template <int S>
  __host__ __device__ static constexpr bool writes_split() {
    return splits(stride<S>(), stride<S>(), stride<S>() * radix<S>());
  }
};

// f(shape) for the shape of transforms of length n, if there is one.
template <class F>
bool with_power_of_two(int64_t n, F&& f) {
  switch (n) {
    case 32: f(FixedShape<8, 4, 8>{}); return true;
    case 64: f(FixedShape<8, 8, 8>{}); return true;
    case 128: f(FixedShape<16, 8, 16>{}); return true;
    case 256: f(FixedShape<16, 16, 16>{}); return true;
    case 512: f(FixedShape<8, 8, 8, 8>{}); return true;
    case 1024: f(FixedShape<16, 16, 8, 8>{}); return true;
    case 2048: f(FixedShape<16, 16, 16, 8>{}); return true;
    case 4096: f(FixedShape<16, 16, 16, 16>{}); return true;
    case 8192: f(FixedShape<32, 32, 16, 16>{}); return true;
    case 16384: f(FixedShape<32, 32, 32, 16>{}); return true;
    default: return false;
  }
}

// Round lengths and those of audio: 10 ms, 20 ms and 25 ms at 8, 16, 24 and 48 kHz.
template <class F>
bool with_other_length(int64_t n, F&& f) {
  switch (n) {
    case 100: f(FixedShape<10, 10, 10>{}); return true;
    case 160: f(FixedShape<20, 4, 4, 10>{}); return true;
    case 192: f(FixedShape<24, 8, 24>{}); return true;
    case 200: f(FixedShape<20, 10, 20>{}); return true;
    case 240: f(FixedShape<60, 20, 12>{}); return true;
    case 320: f(FixedShape<20, 4, 4, 20>{}); return true;
    case 384: f(FixedShape<24, 8, 8, 6>{}); return true;
    case 400: f(FixedShape<20, 20, 20>{}); return true;
    case 480: f(FixedShape<60, 20, 12, 2>{}); return true;
    case 500: f(FixedShape<10, 10, 10, 5>{}); return true;
    case 600: f(FixedShape<60, 20, 6, 5>{}); return true;
    case 768: f(FixedShape<24, 8, 8, 12>{}); return true;
    case 960: f(FixedShape<60, 20, 12, 4>{}); return true;
    case 1000: f(FixedShape<10, 10, 10, 10>{}); return true;
    case 1200: f(FixedShape<60, 20, 12, 5>{}); return true;
    case 1536: f(FixedShape<24, 8, 8, 24>{}); return true;
    case 2000: f(FixedShape<10, 10, 10, 10, 2>{}); return true;
    default: return false;
  }
}

template <class F>
bool with_fixed_shape(int64_t n, F&& f) {
  return with_power_of_two(n, f) || with_other_length(n, f);
}

}  // namespace trtp::kernels::fft
