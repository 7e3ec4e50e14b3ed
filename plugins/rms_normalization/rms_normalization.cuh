#pragma once

// Kernels of rms_normalization(). A group of threads (some lanes of a warp, a warp, a block) does a
// row, holding it in registers, so that memory is read once; rows that are too long for a block are
// read twice, the second time mostly from the L2 cache.

#include "kernel/broadcast.cuh"
#include "kernel/launch.cuh"
#include "kernel/reduce.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

// Where N elements of scale are that belong to x[row, col] and the following ones; cols is a
// multiple of N.
template <class T>
struct ScalePerColumn {
  using Element = T;
  static constexpr bool same_for_rows = true;
  T const* data;
  template <int N>
  __device__ __forceinline__ Pack<T, N> at(int64_t /*row*/, int64_t col, int64_t /*cols*/) const {
    return load<N, Cache::read_only>(data + col);
  }
};

template <class T>
struct ScaleBroadcast {
  using Element = T;
  static constexpr bool same_for_rows = false;
  T const* data;
  Broadcast layout;  // if N > 1, the last extent is a multiple of N
  template <int N>
  __device__ __forceinline__ Pack<T, N> at(int64_t row, int64_t col, int64_t cols) const {
    T const* const p = data + offset_of(layout, row * cols + col);
    int const stride = layout.rank > 0 && layout.stride[layout.rank - 1] != 0 ? 1 : 0;
    Values<T, N> out;
#pragma unroll
    for (int i = 0; i < N; ++i) out[i] = p[i * stride];
    return narrow<T>(out);
  }
};

// Who does a row, and what each of them holds: `Lanes` threads, 32 at most or the whole block, with
// `Packs` accesses of N elements each. A group of lanes works on `Rows` rows at a time.
template <int Lanes_, int Packs_, int Rows_ = 1, int Threads_ = (Lanes_ > 32 ? Lanes_ : 256)>
struct RowShape {
  static constexpr int lanes = Lanes_, packs = Packs_, rows = Rows_, threads = Threads_;
  static constexpr int groups = threads / lanes;  // per block
  using Group =
      std::conditional_t<(lanes > 32), BlockGroup<lanes>, WarpGroup<(lanes > 32 ? 1 : lanes)>>;
  static_assert(lanes <= 32 || lanes == threads);
};

struct RowPolicy {
  static constexpr Cache load = Cache::streaming;
  static constexpr Cache store = Cache::streaming;
  // Whether blocks go on with further rows, for grids smaller than the work.
  static constexpr bool strides = false;
  // Load scale before the sum is known.
  static constexpr bool scale_first = false;
};

namespace detail {

// Two sums, so that half as many additions wait for each other.
struct SumOfSquares {
  float even = 0.F;
  float odd = 0.F;
  template <class T, int N>
  __device__ __forceinline__ void add(Pack<T, N> const& x) {
    Values<float, N> const v = widen(x);
#pragma unroll
    for (int i = 0; i < N; ++i) {
      float& sum = i % 2 == 0 ? even : odd;
      sum = fmaf(v[i], v[i], sum);
    }
  }
  __device__ __forceinline__ float value() const { return even + odd; }
};

// T(x * factor) * scale, rounded twice. The float product of two halves is exact, so that
// multiplying halves is the same for less work.
template <class T, class Scale, int N>
__device__ __forceinline__ Pack<T, N> normalise(Pack<T, N> const& x, float factor,
                                                Pack<Scale, N> const& scale) {
  Values<float, N> v = widen(x);
#pragma unroll
  for (int i = 0; i < N; ++i) v[i] *= factor;
  Pack<T, N> y = narrow<T>(v);
  if constexpr (std::is_same_v<T, __half> && std::is_same_v<Scale, __half> && N % 2 == 0) {
#pragma unroll
    for (int i = 0; i < N / 2; ++i) {
      y.word[i] = bit_cast<unsigned>(
          __hmul2(bit_cast<__half2>(y.word[i]), bit_cast<__half2>(scale.word[i])));
    }
    return y;
  } else {
    v = widen(y);
    Values<float, N> const s = widen(scale);
#pragma unroll
    for (int i = 0; i < N; ++i) v[i] *= s[i];
    return narrow<T>(v);
  }
}

}  // namespace detail

// cols <= lanes * packs * N, a multiple of N.
template <class Policy, class Shape, int N, class T, class Scale>
__global__ void __launch_bounds__(Shape::threads)
    rms_rows_kernel(T const* x, Scale scale, T* y, int64_t rows, int cols, float inverse_cols,
                    float epsilon) {
  int const lane = static_cast<int>(threadIdx.x) % Shape::lanes;
  int const group = static_cast<int>(threadIdx.x) / Shape::lanes;
  int const col = lane * N;  // of the first pack; the others follow at constant distances
  constexpr int step = Shape::lanes * N;
  constexpr int rows_of_block = Shape::groups * Shape::rows;
  int64_t first = block_index() * rows_of_block;
  do {
    int64_t row[Shape::rows];
    int width[Shape::rows];  // 0 for rows that are not there
    Pack<T, N> v[Shape::rows][Shape::packs];
#pragma unroll
    for (int r = 0; r < Shape::rows; ++r) {
      row[r] = first + r * Shape::groups + group;
      width[r] = row[r] < rows ? cols : 0;
      T const* const from = x + row[r] * cols + col;
#pragma unroll
      for (int k = 0; k < Shape::packs; ++k) {
        v[r][k] = {};
        if (col < width[r] - k * step) v[r][k] = load<N, Policy::load>(from + k * step);
      }
    }
    auto const scale_at = [&](int r, int k) {
      Pack<typename Scale::Element, N> s{};
      if (col < width[r] - k * step) s = scale.template at<N>(row[r], col + k * step, cols);
      return s;
    };
    constexpr int scale_rows = Scale::same_for_rows ? 1 : Shape::rows;
    Pack<typename Scale::Element, N> s[scale_rows][Shape::packs];
    if constexpr (Policy::scale_first) {
#pragma unroll
      for (int r = 0; r < scale_rows; ++r) {
#pragma unroll
        for (int k = 0; k < Shape::packs; ++k) s[r][k] = scale_at(r, k);
      }
    }
    float factor[Shape::rows];
#pragma unroll
    for (int r = 0; r < Shape::rows; ++r) {
      detail::SumOfSquares sum;
#pragma unroll
      for (int k = 0; k < Shape::packs; ++k) sum.add(v[r][k]);
      factor[r] = rsqrtf(fmaf(Shape::Group::sum(sum.value()), inverse_cols, epsilon));
    }
#pragma unroll
    for (int r = 0; r < Shape::rows; ++r) {
      T* const to = y + row[r] * cols + col;
#pragma unroll
      for (int k = 0; k < Shape::packs; ++k) {
        if constexpr (!Policy::scale_first) {
          if (r < scale_rows) s[r][k] = scale_at(r, k);
        }
        auto const out = detail::normalise(v[r][k], factor[r], s[r < scale_rows ? r : 0][k]);
        if (col < width[r] - k * step) store<Policy::store>(to + k * step, out);
      }
    }
    first += int64_t{gridDim.x} * gridDim.y * rows_of_block;
  } while (Policy::strides && first < rows);
}

// Any cols that are a multiple of N, a block per row.
template <int Threads, int Unroll, int N, class T, class Scale>
__global__ void __launch_bounds__(Threads)
    rms_long_rows_kernel(T const* x, Scale scale, T* y, int64_t rows, int64_t cols,
                         float inverse_cols, float epsilon) {
  constexpr int step = Threads * N;
  for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
    int64_t const begin = row * cols;
    detail::SumOfSquares sum[Unroll];  // apart: of few additions each, for accuracy
    int64_t col = int64_t{threadIdx.x} * N;
    for (; col + (Unroll - 1) * step < cols; col += Unroll * step) {
      Pack<T, N> v[Unroll];
#pragma unroll
      for (int u = 0; u < Unroll; ++u) v[u] = load<N>(x + begin + col + u * step);
#pragma unroll
      for (int u = 0; u < Unroll; ++u) sum[u].add(v[u]);
    }
    for (; col < cols; col += step) sum[0].add(load<N>(x + begin + col));
    float all = 0.F;
#pragma unroll
    for (int u = 0; u < Unroll; ++u) all += sum[u].value();
    float const factor = rsqrtf(fmaf(BlockGroup<Threads>::sum(all), inverse_cols, epsilon));

    // A thread writes what it alone has read, hence y may be x.
    col = int64_t{threadIdx.x} * N;
    for (; col + (Unroll - 1) * step < cols; col += Unroll * step) {
      Pack<T, N> v[Unroll];
#pragma unroll
      for (int u = 0; u < Unroll; ++u) v[u] = load<N, Cache::streaming>(x + begin + col + u * step);
#pragma unroll
      for (int u = 0; u < Unroll; ++u) {
        int64_t const c = col + u * step;
        store(y + begin + c, detail::normalise(v[u], factor, scale.template at<N>(row, c, cols)));
      }
    }
    for (; col < cols; col += step) {
      auto const v = load<N, Cache::streaming>(x + begin + col);
      store(y + begin + col, detail::normalise(v, factor, scale.template at<N>(row, col, cols)));
    }
  }
}

}  // namespace trtp::kernels
