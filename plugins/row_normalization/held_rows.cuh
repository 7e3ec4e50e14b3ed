#pragma once

// A group of threads (some lanes of a warp, a warp, a block, a cluster of blocks) normalises a row
// that it holds in registers, so that memory is read once.

#include "kernel/launch.cuh"
#include "kernel/moments.cuh"
#include "problem.cuh"
#include "span.cuh"

namespace trtp::kernels {

// Who does a row, and what each of them holds: `Lanes` threads, 32 at most or all of `Blocks`
// blocks, with `Packs` accesses each.
template <int Lanes_, int Packs_, int Blocks_ = 1>
struct RowShape {
  static constexpr int lanes = Lanes_, packs = Packs_, blocks = Blocks_;
  static constexpr int threads = lanes > 32 ? lanes / blocks : 256;  // of a block
  static constexpr int groups = lanes > 32 ? 1 : threads / lanes;    // in a block or cluster
  using Group = std::conditional_t<
      (blocks > 1), ClusterTogether<(blocks > 1 ? blocks : 2), (blocks > 1 ? threads : 256)>,
      std::conditional_t<(lanes > 32), BlockTogether<(lanes > 32 ? threads : 64)>,
                         WarpTogether<(lanes > 32 ? 1 : lanes)>>>;

  // The longest row that it holds, whereever that starts.
  template <bool Ragged, int N>
  static constexpr int64_t columns() {
    return int64_t{lanes} * packs * N - (Ragged ? N - 1 : 0);
  }
};

// At least 1024 threads on a processor, so that some read while others wait or write.
template <class Kind, class Shape, bool Ragged, int N, class T, class S, class Layout>
__global__ void __launch_bounds__(Shape::threads, 1024 / Shape::threads)
    held_rows_kernel(NormalizedRows<T, S, Layout> p, int cols) {
  int const thread = static_cast<int>(threadIdx.x);
  int const lane = Shape::blocks > 1
                       ? static_cast<int>(blockIdx.x % Shape::blocks) * Shape::threads + thread
                       : thread % Shape::lanes;
  int64_t const row = block_index() / Shape::blocks * Shape::groups +
                      (Shape::blocks > 1 ? 0 : thread / Shape::lanes);
  int const width = row < p.rows ? cols : 0;
  typename Shape::Group group;

  T const* const x = p.x + row * cols;
  int const col = first_column<Ragged, N>(row * cols) + lane * N;
  constexpr int step = Shape::lanes * N;  // between the packs of a thread
  Pack<T, N> v[Shape::packs];
#pragma unroll
  for (int k = 0; k < Shape::packs; ++k) {
    v[k] = load_of_row<Ragged, N, Cache::streaming>(x, col + k * step, width);
  }

  RowMean mean{Kind::centred ? p.reference(row) : 0.F, 0.F};
  float squares = 0.F;
  if constexpr (Kind::centred) {
    // From an element of the thread's own: see moments_by().
    float const own = first_of<Ragged>(v[0], col, mean.reference);
    TwoSums distances, their_squares;
    int count = 0;
#pragma unroll
    for (int k = 0; k < Shape::packs; ++k) {
      int const at = col + k * step;
      add_distances<Ragged>(distances, their_squares, v[k], own, at, width);
      count += columns_in_row<Ragged, N>(at, width);
    }
    Moments const all = group(moments_by(static_cast<float>(count), own, distances.value(),
                                         their_squares.value(), mean.reference));
    mean.rest = all.mean;
    squares = all.m2;
  } else {
    TwoSums their_squares;
#pragma unroll
    for (int k = 0; k < Shape::packs; ++k) add_squares(their_squares, v[k]);
    squares = group(their_squares.value());
  }
  float const factor = rsqrtf(fmaf(squares, p.inverse_cols, p.epsilon));
  if (lane == 0 && row < p.rows) p.save(row, mean, factor);

#pragma unroll
  for (int k = 0; k < Shape::packs; ++k) {
    int const at = col + k * step;
    stay_narrow(v[k]);
    if (!touches_row<Ragged, N>(at, width)) continue;
    auto const y = p.template apply<Kind, Ragged>(v[k], mean, factor, row, at, cols);
    store_of_row<Ragged, N, Cache::streaming>(p.y + row * cols, at, width, y);
  }
}

template <class Kind, class Shape, bool Ragged, int N, class T, class S, class Layout>
cudaError_t run_held_rows(NormalizedRows<T, S, Layout> const& p) {
  auto const kernel = held_rows_kernel<Kind, Shape, Ragged, N, T, S, Layout>;
  int const cols = static_cast<int>(p.cols);
  int64_t const groups = ceil_div(p.rows, Shape::groups);
  if constexpr (Shape::blocks > 1) {
    return launch_clusters(kernel, Shape::blocks,
                           dim3(static_cast<unsigned>(groups * Shape::blocks)), Shape::threads,
                           p.stream, p, cols);
  } else {
    return launch(kernel, whole_grid(groups), Shape::threads, p.stream, p, cols);
  }
}

}  // namespace trtp::kernels
