#include "mod.h"

#include "kernel/binary.cuh"
#include "remainder.cuh"

namespace trtp::kernels {

namespace {

template <class T>
struct TruncatedOf;
template <>
struct TruncatedOf<float> {
  using type = TruncatedFloat;
};
template <>
struct TruncatedOf<__half> {
  using type = TruncatedHalf;
};
template <>
struct TruncatedOf<int32_t> {
  using type = TruncatedInt;
};

}  // namespace

template <class T>
cudaError_t mod(Quotient quotient, T const* a, ModExtents a_shape, T const* b, ModExtents b_shape,
                T* y, ModExtents shape, cudaStream_t stream) {
  using Truncated = typename TruncatedOf<T>::type;
  auto const run = [&](auto f) {
    return binary(stream, f, y, shape.data, shape.rank, a, a_shape.data, a_shape.rank, b,
                  b_shape.data, b_shape.rank);
  };
  return quotient == Quotient::truncated ? run(Truncated{}) : run(Floored<Truncated>{});
}

template cudaError_t mod(Quotient, float const*, ModExtents, float const*, ModExtents, float*,
                         ModExtents, cudaStream_t);
template cudaError_t mod(Quotient, __half const*, ModExtents, __half const*, ModExtents, __half*,
                         ModExtents, cudaStream_t);
template cudaError_t mod(Quotient, int32_t const*, ModExtents, int32_t const*, ModExtents, int32_t*,
                         ModExtents, cudaStream_t);

}  // namespace trtp::kernels
