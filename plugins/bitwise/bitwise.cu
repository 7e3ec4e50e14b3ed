#include "bitwise.h"

#include "kernel/binary.cuh"

namespace trtp::kernels {

namespace {

struct And {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return static_cast<T>(a & b);
  }
};
struct Or {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return static_cast<T>(a | b);
  }
};
struct Xor {
  template <class T>
  __device__ T operator()(T a, T b) const {
    return static_cast<T>(a ^ b);
  }
};
struct ShiftLeft {
  __device__ int32_t operator()(int32_t a, int32_t b) const {
    if (b < 0 || b > 31) return 0;
    return static_cast<int32_t>(static_cast<uint32_t>(a) << b);
  }
};
struct ShiftRight {
  __device__ int32_t operator()(int32_t a, int32_t b) const {
    return a >> (b < 0 || b > 31 ? 31 : b);
  }
};
struct Not {
  __device__ int32_t operator()(int32_t x) const { return ~x; }
  __device__ bool operator()(bool x) const { return !x; }
};

}  // namespace

template <class T>
cudaError_t bitwise(Bitwise op, T const* a, Extents a_shape, T const* b, Extents b_shape, T* y,
                    Extents shape, cudaStream_t stream) {
  auto const run = [&](auto f) {
    return binary(stream, f, y, shape.data, shape.rank, a, a_shape.data, a_shape.rank, b,
                  b_shape.data, b_shape.rank);
  };
  if constexpr (std::is_same_v<T, int32_t>) {
    if (op == Bitwise::shift_left) return run(ShiftLeft{});
    if (op == Bitwise::shift_right) return run(ShiftRight{});
  }
  if (op == Bitwise::bit_and) return run(And{});
  if (op == Bitwise::bit_or) return run(Or{});
  return op == Bitwise::bit_xor ? run(Xor{}) : cudaErrorNotSupported;
}

template <class T>
cudaError_t bitwise_not(T const* x, T* y, int64_t count, cudaStream_t stream) {
  return elementwise(stream, count, Not{}, y, x);
}

template cudaError_t bitwise(Bitwise, int32_t const*, Extents, int32_t const*, Extents, int32_t*,
                             Extents, cudaStream_t);
template cudaError_t bitwise(Bitwise, bool const*, Extents, bool const*, Extents, bool*, Extents,
                             cudaStream_t);
template cudaError_t bitwise_not(int32_t const*, int32_t*, int64_t, cudaStream_t);
template cudaError_t bitwise_not(bool const*, bool*, int64_t, cudaStream_t);

}  // namespace trtp::kernels
