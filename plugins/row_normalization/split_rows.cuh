#pragma once

// Rows that are too long to be held: blocks put down the mean and the sum of squares of their parts
// of a row, and blocks of a second kernel put those together and normalise, reading the row again.
//
// Means and sums are combined as Chan, Golub and LeVeque do ("Updating formulae and a pairwise
// algorithm for computing sample variances", 1979), which is as accurate as two passes.

#include "kernel/launch.cuh"
#include "kernel/reduce.cuh"
#include "problem.cuh"
#include "span.cuh"
#include "split_rows.h"

namespace trtp::kernels {

// Of a part of a row. Where a kind is not centred, the mean is 0 and m2 the sum of squares.
struct Moments {
  float mean;
  float m2;  // sum of the squares of the distances from the mean
};

namespace detail {

using SplitGroup = BlockGroup<RowSplit::threads>;

// Of what all threads have together, `total` elements; of nothing, nothing.
template <class Kind>
__device__ __forceinline__ Moments of_block(float count, Moments mine, float total) {
  if constexpr (Kind::centred) {
    float const sum = SplitGroup::sum(count * mine.mean);
    float const mean = total > 0.F ? sum / total : 0.F;
    float const d = mine.mean - mean;
    return {mean, SplitGroup::sum(fmaf(count * d, d, mine.m2))};
  } else {
    return {0.F, SplitGroup::sum(mine.m2)};
  }
}

// The part of a row that a block does.
struct Part {
  int64_t row, index;
  int64_t begin, end;  // columns; begin is negative where the row's first pack starts before it
  __device__ __forceinline__ float count(int64_t cols) const {
    return static_cast<float>(max(int64_t{0}, min(end, cols) - max(begin, int64_t{0})));
  }
};

template <bool Ragged, int N>
__device__ __forceinline__ Part part_of(int64_t row, int64_t index, RowSplit const& split,
                                        int64_t cols) {
  int64_t const begin = first_column<Ragged, N>(row * cols) + index * split.part;
  return {row, index, begin, begin + split.part};
}

// How many of N columns from `col` on are in a row.
template <bool Ragged, int N>
__device__ __forceinline__ int columns_in_row(int64_t col, int64_t cols) {
  if (!Ragged) return col < cols ? N : 0;
  return static_cast<int>(max(int64_t{0}, min(col + N, cols) - max(col, int64_t{0})));
}

}  // namespace detail

template <class Kind, bool Ragged, int N, class T>
__global__ void __launch_bounds__(RowSplit::threads)
    row_parts_kernel(T const* x, int64_t rows, int64_t cols, RowSplit split, Moments* out) {
  constexpr int step = RowSplit::threads * N;
  constexpr int packs = RowSplit::packs;
  int64_t const piece = block_index();
  if (piece >= rows * split.parts) return;
  auto const part =
      detail::part_of<Ragged, N>(piece / split.parts, piece % split.parts, split, cols);
  T const* const row = x + part.row * cols;

  float count = 0.F;
  Moments mine{0.F, 0.F};
  for (int64_t col = part.begin + int64_t{threadIdx.x} * N; col < min(part.end, cols);
       col += packs * step) {
    Pack<T, N> v[packs];
#pragma unroll
    for (int u = 0; u < packs; ++u) {
      v[u] = load_of_row<Ragged, N, Cache::normal>(row, col + u * step, cols);
    }
    TwoSums squares;
    if constexpr (!Kind::centred) {
#pragma unroll
      for (int u = 0; u < packs; ++u) add_squares(squares, v[u]);
      mine.m2 += squares.value();
    } else {
      TwoSums sums;
      int n = 0;
#pragma unroll
      for (int u = 0; u < packs; ++u) {
        add(sums, v[u]);
        n += detail::columns_in_row<Ragged, N>(col + u * step, cols);
      }
      auto const more = static_cast<float>(n);  // at least 1
      float const mean = sums.value() / more;
      TwoSums distances;  // of no interest: of a few elements, one after the other
#pragma unroll
      for (int u = 0; u < packs; ++u) {
        add_distances<Ragged>(distances, squares, v[u], mean, static_cast<int64_t>(col + u * step),
                              cols);
      }
      float const d = mean - mine.mean;
      float const share = more / (count + more);
      mine.m2 += fmaf(d * d, count * share, squares.value());
      mine.mean = fmaf(d, share, mine.mean);
      count += more;
    }
  }
  mine = detail::of_block<Kind>(count, mine, part.count(cols));
  if (threadIdx.x == 0) out[piece] = mine;
}

template <class Kind, bool Ragged, int N, class T, class S, class Layout>
__global__ void __launch_bounds__(RowSplit::threads)
    split_rows_kernel(NormalizedRows<T, S, Layout> p, RowSplit split, Moments const* parts) {
  constexpr int step = RowSplit::threads * N;
  constexpr int packs = RowSplit::packs;
  int64_t const pieces = p.rows * split.parts;
  // What was read last is done first: it is in the cache yet.
  int64_t const piece = pieces - 1 - block_index();
  if (piece < 0) return;
  auto const part =
      detail::part_of<Ragged, N>(piece / split.parts, piece % split.parts, split, p.cols);

  float count = 0.F;
  Moments mine{0.F, 0.F};
  if (threadIdx.x < split.parts) {
    count = detail::part_of<Ragged, N>(part.row, threadIdx.x, split, p.cols).count(p.cols);
    mine = parts[part.row * split.parts + threadIdx.x];
  }
  auto const all = detail::of_block<Kind>(count, mine, static_cast<float>(p.cols));
  float const factor = rsqrtf(fmaf(all.m2, p.inverse_cols, p.epsilon));
  RowMean const mean{all.mean, 0.F};
  if (part.index == 0 && threadIdx.x == 0) p.save(part.row, mean, factor);

  // A thread writes what it alone has read, hence y may be x.
  T const* const x = p.x + part.row * p.cols;
  T* const y = p.y + part.row * p.cols;
  for (int64_t col = part.begin + int64_t{threadIdx.x} * N; col < min(part.end, p.cols);
       col += packs * step) {
    Pack<T, N> v[packs];
#pragma unroll
    for (int u = 0; u < packs; ++u) {
      v[u] = load_of_row<Ragged, N, Cache::streaming>(x, col + u * step, p.cols);
    }
#pragma unroll
    for (int u = 0; u < packs; ++u) {
      int64_t const at = col + u * step;
      if (!touches_row<Ragged, N>(at, p.cols)) continue;
      auto const out = p.template apply<Kind, Ragged>(v[u], mean, factor, part.row, at, p.cols);
      store_of_row<Ragged, N, Cache::streaming>(y, at, p.cols, out);
    }
  }
}

template <class Kind, bool Ragged, int N, class T, class S, class Layout>
cudaError_t run_split_rows(NormalizedRows<T, S, Layout> const& p, void* workspace) {
  RowSplit const split = split_row(p.cols + (Ragged ? N - 1 : 0), sizeof(T));
  auto* const parts = static_cast<Moments*>(workspace);
  dim3 const grid = whole_grid(p.rows * split.parts);
  cudaError_t const status = launch(row_parts_kernel<Kind, Ragged, N, T>, grid, RowSplit::threads,
                                    p.stream, p.x, p.rows, p.cols, split, parts);
  if (status != cudaSuccess) return status;
  return launch(split_rows_kernel<Kind, Ragged, N, T, S, Layout>, grid, RowSplit::threads, p.stream,
                p, split, static_cast<Moments const*>(parts));
}

}  // namespace trtp::kernels
