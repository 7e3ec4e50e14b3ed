#pragma once

// Values in packs: memory is read and written 16 bytes at a time, arithmetic is done in float.

#include <cuda_fp16.h>

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace trtp::kernels {

inline constexpr int vector_bytes = 16;  // the widest access of a thread

namespace detail {

template <size_t Bytes>
struct Access;
template <>
struct Access<1> {
  using type = unsigned char;
};
template <>
struct Access<2> {
  using type = unsigned short;
};
template <>
struct Access<4> {
  using type = unsigned;
};
template <>
struct Access<8> {
  using type = uint2;
};
template <>
struct Access<16> {
  using type = uint4;
};

}  // namespace detail

// N consecutive elements as they are in memory. Kept in registers of 32 bits: the compiler would
// take an array of smaller elements to pieces, which costs an instruction for every one of them.
template <class T, int N>
struct Pack {
  static constexpr int bytes = static_cast<int>(sizeof(T)) * N;
  static constexpr int access_bytes = bytes < vector_bytes ? bytes : vector_bytes;
  static_assert((bytes & (bytes - 1)) == 0, "accesses are of 1, 2, 4, 8 or 16 bytes");
  using Access = typename detail::Access<access_bytes>::type;
  using Word = std::conditional_t<(bytes < 4), Access, unsigned>;
  Word word[bytes / sizeof(Word)];
};

// N numbers to compute with.
template <class T, int N>
struct Values {
  T v[N];
  __device__ T& operator[](int i) { return v[i]; }
  __device__ T const& operator[](int i) const { return v[i]; }
};

// Elements of the widest of the types in one access.
template <class... T>
constexpr int pack_size() {
  size_t widest = 1;
  ((widest = sizeof(T) > widest ? sizeof(T) : widest), ...);
  return static_cast<int>(vector_bytes / widest);
}

// Whether packs of N elements can be accessed from p on.
template <int N, class T>
bool aligned(T const* p) {
  return reinterpret_cast<uintptr_t>(p) % Pack<T, N>::access_bytes == 0;
}

enum class Cache {
  normal,
  streaming,  // first to be evicted: of use for tensors that do not fit into the L2 cache anyway
  read_only,  // loads alone: memory that nobody writes while the kernel runs, read by many threads
};

namespace detail {

template <Cache cache, class A>
__device__ __forceinline__ A load_access(A const* p) {
  if constexpr (cache == Cache::streaming) return __ldcs(p);
  if constexpr (cache == Cache::read_only) return __ldg(p);
  return *p;
}
template <Cache cache, class A>
__device__ __forceinline__ void store_access(A* p, A a) {
  if constexpr (cache == Cache::streaming) {
    __stcs(p, a);
  } else {
    *p = a;
  }
}

template <class To, class From>
__device__ __forceinline__ To bit_cast(From const& from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  memcpy(&to, &from, sizeof(To));
  return to;
}

}  // namespace detail

template <int N, Cache cache = Cache::normal, class T>
__device__ __forceinline__ Pack<T, N> load(T const* p) {
  using P = Pack<T, N>;
  using A = typename P::Access;
  P out;
#pragma unroll
  for (int i = 0; i < P::bytes / P::access_bytes; ++i) {
    A const a = detail::load_access<cache>(reinterpret_cast<A const*>(p) + i);
    memcpy(reinterpret_cast<char*>(out.word) + i * P::access_bytes, &a, sizeof(A));
  }
  return out;
}

template <Cache cache = Cache::normal, class T, int N>
__device__ __forceinline__ void store(T* p, Pack<T, N> const& pack) {
  using P = Pack<T, N>;
  using A = typename P::Access;
#pragma unroll
  for (int i = 0; i < P::bytes / P::access_bytes; ++i) {
    A a;
    memcpy(&a, reinterpret_cast<char const*>(pack.word) + i * P::access_bytes, sizeof(A));
    detail::store_access<cache>(reinterpret_cast<A*>(p) + i, a);
  }
}

// The type in which elements of type T are computed with.
template <class T>
using Compute = std::conditional_t<std::is_same_v<T, __half>, float, T>;

// Halves are converted in pairs, which takes half as many instructions.
template <class T, int N>
__device__ __forceinline__ Values<Compute<T>, N> widen(Pack<T, N> const& in) {
  Values<Compute<T>, N> out;
  if constexpr (std::is_same_v<T, __half> && N % 2 == 0) {
#pragma unroll
    for (int i = 0; i < N / 2; ++i) {
      float2 const f = __half22float2(detail::bit_cast<__half2>(in.word[i]));
      out[2 * i] = f.x;
      out[2 * i + 1] = f.y;
    }
  } else {
    auto const elements = detail::bit_cast<Values<T, N>>(in);
#pragma unroll
    for (int i = 0; i < N; ++i) out[i] = static_cast<Compute<T>>(elements[i]);
  }
  return out;
}

namespace detail {

template <class To, class From>
__device__ __forceinline__ To narrow_one(From v) {
  if constexpr (std::is_same_v<To, int8_t> && std::is_same_v<From, float>) {
    int const i = __float2int_rn(v);  // to nearest, ties to even; saturates; NaN becomes 0
    return static_cast<int8_t>(max(-128, min(127, i)));
  } else {
    return static_cast<To>(v);
  }
}

}  // namespace detail

// Rounds to nearest, ties to even; int8 saturates.
template <class To, class From, int N>
__device__ __forceinline__ Pack<To, N> narrow(Values<From, N> const& in) {
  if constexpr (std::is_same_v<To, __half> && std::is_same_v<From, float> && N % 2 == 0) {
    Pack<To, N> out;
#pragma unroll
    for (int i = 0; i < N / 2; ++i) {
      out.word[i] = detail::bit_cast<unsigned>(__floats2half2_rn(in[2 * i], in[2 * i + 1]));
    }
    return out;
  } else {
    Values<To, N> out;
#pragma unroll
    for (int i = 0; i < N; ++i) out[i] = detail::narrow_one<To>(in[i]);
    return detail::bit_cast<Pack<To, N>>(out);
  }
}

}  // namespace trtp::kernels
