#include "hardmax.h"

#include "hardmax.cuh"

namespace trtp::kernels {

namespace {

template <int N, class T>
cudaError_t rows_of(T const* x, T* y, int64_t rows, int n, cudaStream_t stream) {
  auto const run = [&](auto kernel, int lanes) {
    return launch(kernel, whole_grid(ceil_div(rows, 256 / lanes)), 256, stream, x, y, rows, n);
  };
  if (n <= 64) return run(hardmax_rows_kernel<8, N, T>, 8);
  if (n <= 4096) return run(hardmax_rows_kernel<32, N, T>, 32);
  return run(hardmax_rows_kernel<256, N, T>, 256);
}

template <int N, class T>
cudaError_t columns_of(T const* x, T* y, int64_t columns, int n, int64_t inner,
                       cudaStream_t stream) {
  return launch(hardmax_columns_kernel<N, T>, whole_grid(ceil_div(columns, 32 * N)), 256, stream, x,
                y, columns, n, inner);
}

}  // namespace

template <class T>
cudaError_t hardmax(T const* x, T* y, int64_t outer, int64_t n, int64_t inner,
                    cudaStream_t stream) {
  if (outer == 0 || n == 0 || inner == 0) return cudaSuccess;
  constexpr int pack = pack_size<T>();
  auto const length = static_cast<int>(n);
  bool const packs = (inner == 1 ? n : inner) % pack == 0 && aligned<pack>(x) && aligned<pack>(y);
  if (inner == 1) {
    return packs ? rows_of<pack>(x, y, outer, length, stream)
                 : rows_of<1>(x, y, outer, length, stream);
  }
  return packs ? columns_of<pack>(x, y, outer * inner, length, inner, stream)
               : columns_of<1>(x, y, outer * inner, length, inner, stream);
}

template cudaError_t hardmax(float const*, float*, int64_t, int64_t, int64_t, cudaStream_t);
template cudaError_t hardmax(__half const*, __half*, int64_t, int64_t, int64_t, cudaStream_t);

}  // namespace trtp::kernels
