#include "rms_normalization.h"

#include "kernel/device.h"
#include "rms_normalization.cuh"

namespace trtp::kernels {
namespace {

template <class... Shape>
struct Shapes {};

// In the order of what they hold: the first that holds a row does it. What none holds goes to the
// kernel for long rows. Scales of one element per column, of the type of x, are what models have;
// others share a few kernels.
//
// One row per group and one or two accesses per thread are fastest on an H200 as long as a row
// fits: short blocks, many of them, keep memory busy while others wait for their sum.
template <int N>
using VectorShapes =
    Shapes<RowShape<1, 1>, RowShape<2, 1>, RowShape<4, 1>, RowShape<8, 1>, RowShape<16, 1>,
           RowShape<32, 1>, RowShape<32, 2>, RowShape<64, 2>, RowShape<128, 2>, RowShape<256, 2>,
           RowShape<256, 4>, RowShape<256, 8>,
           RowShape<1024, 32 / N>>;  // more elements per thread would not fit into registers
using ScalarShapes = Shapes<RowShape<1, 4>, RowShape<4, 4>, RowShape<32, 4>, RowShape<128, 4>,
                            RowShape<256, 4>, RowShape<256, 8>, RowShape<1024, 8>>;
using GeneralShapes = Shapes<RowShape<4, 1>, RowShape<32, 4>, RowShape<256, 4>>;

template <class T, class Scale>
struct Problem {
  T const* x;
  Scale scale;
  T* y;
  int64_t rows;
  int64_t cols;
  float epsilon;
  cudaStream_t stream;
  float inverse_cols() const { return static_cast<float>(1.0 / static_cast<double>(cols)); }
};

template <class Shape, int N, class T, class Scale>
cudaError_t run_rows(Problem<T, Scale> const& p) {
  return launch(rms_rows_kernel<RowPolicy, Shape, N, T, Scale>,
                whole_grid(ceil_div(p.rows, Shape::groups * Shape::rows)), Shape::threads, p.stream,
                p.x, p.scale, p.y, p.rows, static_cast<int>(p.cols), p.inverse_cols(), p.epsilon);
}

template <int N, class T, class Scale>
cudaError_t run_long_rows(Problem<T, Scale> const& p) {
  constexpr int threads = 512;
  constexpr int unroll = std::is_same_v<Scale, ScalePerColumn<T>> ? 4 : 1;
  return launch(rms_long_rows_kernel<threads, unroll, N, T, Scale>, capped_grid(p.rows), threads,
                p.stream, p.x, p.scale, p.y, p.rows, p.cols, p.inverse_cols(), p.epsilon);
}

template <int N, class T, class Scale, class... Shape>
cudaError_t run(Problem<T, Scale> const& p, Shapes<Shape...>) {
  cudaError_t status = cudaSuccess;
  bool const held = ((p.cols <= int64_t{Shape::lanes} * Shape::packs * N &&
                      (status = run_rows<Shape, N>(p), true)) ||
                     ...);
  return held ? status : run_long_rows<N>(p);
}

}  // namespace

template <class T, class Scale>
cudaError_t rms_normalization(T const* x, Scale const* scale, T* y, int64_t rows, int64_t cols,
                              float epsilon, cudaStream_t stream) {
  int64_t const extents[] = {rows, cols};
  return rms_normalization(x, scale, broadcast(extents, 2, extents + 1, 1), y, rows, cols, epsilon,
                           stream);
}

template <class T, class Scale>
cudaError_t rms_normalization(T const* x, Scale const* scale, Broadcast const& layout, T* y,
                              int64_t rows, int64_t cols, float epsilon, cudaStream_t stream) {
  if (rows <= 0 || cols <= 0) return cudaSuccess;
  constexpr int n = pack_size<T>();
  bool const vectors = cols % n == 0 && aligned<n>(x) && aligned<n>(y);
  int const last = layout.rank - 1;
  if constexpr (std::is_same_v<T, Scale>) {
    bool const per_column = last >= 0 && layout.stride[last] == 1 && layout.extent[last] == cols &&
                            (last == 0 || (last == 1 && layout.stride[0] == 0));
    if (per_column) {
      Problem<T, ScalePerColumn<T>> const p{x, {scale}, y, rows, cols, epsilon, stream};
      return vectors && aligned<n>(scale) ? run<n>(p, VectorShapes<n>{})
                                          : run<1>(p, ScalarShapes{});
    }
  }
  Problem<T, ScaleBroadcast<Scale>> const p{x, {scale, layout}, y, rows, cols, epsilon, stream};
  bool const whole = last < 0 || layout.extent[last] % n == 0;
  return vectors && whole ? run<n>(p, GeneralShapes{}) : run<1>(p, GeneralShapes{});
}

#define TRTP_RMS_NORMALIZATION(T, Scale)                                                        \
  template cudaError_t rms_normalization(T const*, Scale const*, T*, int64_t, int64_t, float,   \
                                         cudaStream_t);                                         \
  template cudaError_t rms_normalization(T const*, Scale const*, Broadcast const&, T*, int64_t, \
                                         int64_t, float, cudaStream_t);
TRTP_RMS_NORMALIZATION(float, float)
TRTP_RMS_NORMALIZATION(__half, __half)
TRTP_RMS_NORMALIZATION(float, __half)
TRTP_RMS_NORMALIZATION(__half, float)

}  // namespace trtp::kernels
