#pragma once

// Indices taken to pieces, digit by digit, by extents that are known at run time alone.

#include <cstdint>

#include "kernel/divider.h"

namespace trtp::kernels {

// Index is uint32_t, for indices below 2^31, which is several times as fast, or uint64_t.
template <class Index>
struct Radix;

template <>
struct Radix<uint32_t> {
  Divider divider;

  Radix() = default;
  explicit Radix(int64_t extent) : divider(static_cast<uint32_t>(extent)) {}
  // The last digit of `i`, which is taken off.
  __device__ __forceinline__ uint32_t pop(uint32_t& i) const {
    uint32_t const rest = quotient(i, divider);
    uint32_t const digit = i - rest * divider.divisor;
    i = rest;
    return digit;
  }
};

template <>
struct Radix<uint64_t> {
  uint64_t extent = 1;

  Radix() = default;
  explicit Radix(int64_t e) : extent(static_cast<uint64_t>(e)) {}
  __device__ __forceinline__ uint64_t pop(uint64_t& i) const {
    uint64_t const rest = i / extent;
    uint64_t const digit = i - rest * extent;
    i = rest;
    return digit;
  }
};

// f(uint32_t{}) where indices below `count` are short enough, f(uint64_t{}) otherwise.
template <class F>
auto with_index(int64_t count, F const& f) {
  return count < (int64_t{1} << 31) ? f(uint32_t{}) : f(uint64_t{});
}

}  // namespace trtp::kernels
