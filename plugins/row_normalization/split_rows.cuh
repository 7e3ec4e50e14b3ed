#pragma once

// Rows that are too long to be held: blocks put down the moments of their parts of a row, and
// blocks of a second kernel put those together and normalise, reading the row again. Where a kind
// is not centred, means are 0 and m2 the sum of squares.

#include "kernel/launch.cuh"
#include "kernel/moments.cuh"
#include "problem.cuh"
#include "span.cuh"
#include "split_rows.h"

namespace trtp::kernels {

namespace detail {

using SplitTogether = BlockTogether<RowSplit::threads>;

// What a block puts down. The second kernel may write the row's first element before all have read
// it from there.
struct PartMoments {
  Moments moments;
  float reference;
};

// The part of a row that a block does.
struct Part {
  int64_t row, index;
  int64_t begin, end;  // columns; begin is negative where the row's first pack starts before it
};

template <bool Ragged, int N>
__device__ __forceinline__ Part part_of(int64_t row, int64_t index, RowSplit const& split,
                                        int64_t cols) {
  int64_t const begin = first_column<Ragged, N>(row * cols) + index * split.part;
  return {row, index, begin, begin + split.part};
}

}  // namespace detail

template <class Kind, bool Ragged, int N, class T, class S, class Layout>
__global__ void __launch_bounds__(RowSplit::threads)
    row_parts_kernel(NormalizedRows<T, S, Layout> p, RowSplit split, detail::PartMoments* out) {
  constexpr int step = RowSplit::threads * N;
  constexpr int packs = RowSplit::packs;
  int64_t const piece = block_index();
  if (piece >= p.rows * split.parts) return;
  auto const part =
      detail::part_of<Ragged, N>(piece / split.parts, piece % split.parts, split, p.cols);
  T const* const row = p.x + part.row * p.cols;

  float const reference = Kind::centred ? p.reference(part.row) : 0.F;
  Moments mine{};
  for (int64_t col = part.begin + int64_t{threadIdx.x} * N; col < min(part.end, p.cols);
       col += packs * step) {
    Pack<T, N> v[packs];
#pragma unroll
    for (int u = 0; u < packs; ++u) {
      v[u] = load_of_row<Ragged, N, Cache::normal>(row, col + u * step, p.cols);
    }
    TwoSums squares;
    if constexpr (!Kind::centred) {
#pragma unroll
      for (int u = 0; u < packs; ++u) add_squares(squares, v[u]);
      mine.m2 += squares.value();
    } else {
      TwoSums distances;
      int n = 0;
      float const own = first_of<Ragged>(v[0], col, reference);
#pragma unroll
      for (int u = 0; u < packs; ++u) {
        auto const at = static_cast<int64_t>(col + u * step);
        add_distances<Ragged>(distances, squares, v[u], own, at, p.cols);
        n += columns_in_row<Ragged, N>(at, p.cols);
      }
      Moments const more =
          moments_by(static_cast<float>(n), own, distances.value(), squares.value(), reference);
      float const d = more.mean - mine.mean;
      float const share = more.count / (mine.count + more.count);
      mine.m2 += fmaf(d * d, mine.count * share, more.m2);
      mine.mean = fmaf(d, share, mine.mean);
      mine.count += more.count;
    }
  }
  detail::SplitTogether together;
  mine = together(mine);
  if (threadIdx.x == 0) out[piece] = {mine, reference};
}

template <class Kind, bool Ragged, int N, class T, class S, class Layout>
__global__ void __launch_bounds__(RowSplit::threads)
    split_rows_kernel(NormalizedRows<T, S, Layout> p, RowSplit split,
                      detail::PartMoments const* parts) {
  constexpr int step = RowSplit::threads * N;
  constexpr int packs = RowSplit::packs;
  int64_t const pieces = p.rows * split.parts;
  // What was read last is done first: it is in the cache yet.
  int64_t const piece = pieces - 1 - block_index();
  if (piece < 0) return;
  auto const part =
      detail::part_of<Ragged, N>(piece / split.parts, piece % split.parts, split, p.cols);

  Moments mine{};
  auto const* const of_row = parts + part.row * split.parts;
  if (threadIdx.x < split.parts) mine = of_row[threadIdx.x].moments;
  detail::SplitTogether together;
  auto const all = together(mine);
  float const factor = rsqrtf(fmaf(all.m2, p.inverse_cols, p.epsilon));
  RowMean const mean{of_row->reference, all.mean};
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
  auto* const parts = static_cast<detail::PartMoments*>(workspace);
  dim3 const grid = whole_grid(p.rows * split.parts);
  cudaError_t const status = launch(row_parts_kernel<Kind, Ragged, N, T, S, Layout>, grid,
                                    RowSplit::threads, p.stream, p, split, parts);
  if (status != cudaSuccess) return status;
  return launch(split_rows_kernel<Kind, Ragged, N, T, S, Layout>, grid, RowSplit::threads, p.stream,
                p, split, static_cast<detail::PartMoments const*>(parts));
}

}  // namespace trtp::kernels
