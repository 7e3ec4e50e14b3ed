#include "col2im.h"

#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

// The sum over dimensions D and following: every element e of a block for which a block has it at
// the position. `element` and `at` are the indices found in the dimensions before, row-major.
template <int D, int Rank, class A, class T>
__device__ __forceinline__ A sum_from(T const* plane, Col2ImLayout const& layout,
                                      int64_t const* position, int64_t element, int64_t at,
                                      int64_t length) {
  if constexpr (D == Rank) {
    return static_cast<A>(plane[element * length + at]);
  } else {
    A sum{};
    int64_t const stride = layout.stride[D];
    // b * stride = position + pad_begin - e * dilation: b and the remainder, kept as e goes on.
    int64_t const numerator = position[D] + layout.pad_begin[D];
    int64_t b = numerator / stride;
    int64_t remainder = numerator - b * stride;
    int64_t const down = layout.dilation[D] / stride;
    int64_t const rest = layout.dilation[D] - down * stride;
    for (int64_t e = 0; e < layout.block[D] && b >= 0; ++e) {
      if (remainder == 0 && b < layout.blocks[D]) {
        sum += sum_from<D + 1, Rank, A>(plane, layout, position, element * layout.block[D] + e,
                                        at * layout.blocks[D] + b, length);
      }
      b -= down;
      remainder -= rest;
      if (remainder < 0) {
        remainder += stride;
        --b;
      }
    }
    return sum;
  }
}

template <int Rank, class T>
__global__ void __launch_bounds__(threads)
    col2im_kernel(T const* columns, T* output, int64_t count, int64_t elements, int64_t length,
                  Col2ImLayout layout) {
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t position[Rank];
    int64_t rest = i;
#pragma unroll
    for (int d = Rank - 1; d >= 0; --d) {
      int64_t const quotient = rest / layout.image[d];
      position[d] = rest - quotient * layout.image[d];
      rest = quotient;
    }
    T const* const plane = columns + rest * elements * length;
    output[i] =
        static_cast<T>(sum_from<0, Rank, Compute<T>>(plane, layout, position, 0, 0, length));
  }
}

template <int Rank, class T>
cudaError_t run(T const* columns, T* output, int64_t planes, Col2ImLayout const& layout,
                cudaStream_t stream) {
  if constexpr (Rank < Col2ImLayout::max_rank) {
    if (layout.rank > Rank) return run<Rank + 1>(columns, output, planes, layout, stream);
  }
  int64_t count = planes, elements = 1, length = 1;
  for (int d = 0; d < Rank; ++d) {
    count *= layout.image[d];
    elements *= layout.block[d];
    length *= layout.blocks[d];
  }
  if (count <= 0) return cudaSuccess;
  return launch(col2im_kernel<Rank, T>, capped_grid(ceil_div(count, threads)), threads, stream,
                columns, output, count, elements, length, layout);
}

}  // namespace

template <class T>
cudaError_t col2im(T const* columns, T* output, int64_t planes, Col2ImLayout const& layout,
                   cudaStream_t stream) {
  if (layout.rank < 1 || layout.rank > Col2ImLayout::max_rank) return cudaErrorInvalidValue;
  return run<1>(columns, output, planes, layout, stream);
}

template cudaError_t col2im(float const*, float*, int64_t, Col2ImLayout const&, cudaStream_t);
template cudaError_t col2im(__half const*, __half*, int64_t, Col2ImLayout const&, cudaStream_t);
template cudaError_t col2im(int32_t const*, int32_t*, int64_t, Col2ImLayout const&, cudaStream_t);

}  // namespace trtp::kernels
