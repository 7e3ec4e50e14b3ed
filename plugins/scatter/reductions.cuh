#pragma once

// One update of one element that other threads may update at the same time.

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace trtp::kernels {

struct Multiply {
  template <class T>
  __device__ T operator()(T a, T b) const {
    if constexpr (std::is_same_v<T, int32_t>) {
      return static_cast<T>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b));  // wraps around
    } else {
      return a * b;
    }
  }
};
struct Larger {  // NaN if one of them is
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a > b || a != a ? a : b;
  }
};
struct Smaller {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return a < b || a != a ? a : b;
  }
};

namespace detail {

__device__ __forceinline__ int bits_of(float v) { return __float_as_int(v); }
__device__ __forceinline__ int bits_of(int32_t v) { return v; }
template <class T>
__device__ __forceinline__ T from_bits(int bits) {
  if constexpr (std::is_same_v<T, float>) {
    return __int_as_float(bits);
  } else {
    return bits;
  }
}

}  // namespace detail

struct Assign {
  template <class T>
  static __device__ __forceinline__ void update(T* p, T v) {
    *p = v;
  }
};

struct AtomicAdd {
  template <class T>
  static __device__ __forceinline__ void update(T* p, T v) {
    atomicAdd(p, v);
  }
};

// By compare and swap.
template <class F>
struct Atomic {
  template <class T>
  static __device__ __forceinline__ void update(T* p, T v) {
    auto* const word = reinterpret_cast<int*>(p);
    int seen = __ldcg(word);
    for (;;) {
      int const wanted = detail::bits_of(F{}(detail::from_bits<T>(seen), v));
      if (wanted == seen) return;  // nothing to do, nor after what others may do meanwhile
      int const found = atomicCAS(word, seen, wanted);
      if (found == seen) return;
      seen = found;
    }
  }
};

// On bool: whoever writes, writes the same, so that no order and no atomics matter.
template <bool value>
struct SetTo {
  static __device__ __forceinline__ void update(bool* p, bool v) {
    if (v == value) *p = value;
  }
};

}  // namespace trtp::kernels
