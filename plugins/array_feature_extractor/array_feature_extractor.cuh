#pragma once

// Columns taken out of rows. A block reads several rows as they are in memory and puts what they
// have in a column into one unit of shared memory; then it reads a unit for every column wanted,
// and writes rows again. A unit is of up to 16 bytes, so that an index that leads anywhere costs
// one access for several elements.

#include "kernel/divider.h"
#include "kernel/launch.cuh"
#include "kernel/radix.cuh"
#include "kernel/vector.cuh"
#include "layout.h"

namespace trtp::kernels {

namespace detail {

// Elements in a word.
template <class T>
inline constexpr int per_word = 4 / static_cast<int>(sizeof(T));

// A square of elements, a word for each of its rows, on its other side.
template <class T>
__device__ __forceinline__ void turn(unsigned (&word)[per_word<T>]) {
  if constexpr (per_word<T> == 2) {
    unsigned const a = word[0], b = word[1];
    word[0] = __byte_perm(a, b, 0x5410);
    word[1] = __byte_perm(a, b, 0x7632);
  } else if constexpr (per_word<T> == 4) {
    unsigned const low = __byte_perm(word[0], word[1], 0x5140);
    unsigned const high = __byte_perm(word[0], word[1], 0x7362);
    unsigned const next_low = __byte_perm(word[2], word[3], 0x5140);
    unsigned const next_high = __byte_perm(word[2], word[3], 0x7362);
    word[0] = __byte_perm(low, next_low, 0x5410);
    word[1] = __byte_perm(low, next_low, 0x7632);
    word[2] = __byte_perm(high, next_high, 0x5410);
    word[3] = __byte_perm(high, next_high, 0x7632);
  }
}

// A matrix of elements, its rows as words, on its other side.
template <class T, int A, int B>
__device__ __forceinline__ void transpose(unsigned const (&in)[A * per_word<T>][B],
                                          unsigned (&out)[B * per_word<T>][A]) {
  constexpr int n = per_word<T>;
#pragma unroll
  for (int a = 0; a < A; ++a) {
#pragma unroll
    for (int b = 0; b < B; ++b) {
      unsigned square[n];
#pragma unroll
      for (int i = 0; i < n; ++i) square[i] = in[a * n + i][b];
      turn<T>(square);
#pragma unroll
      for (int i = 0; i < n; ++i) out[b * n + i][a] = square[i];
    }
  }
}

// The column that an index means, if it is one of them.
template <class Place>
struct Column {
  Place at;
  bool exists;

  __device__ __forceinline__ Column(unsigned index, Place columns)
      : at(static_cast<int>(index)), exists(false) {
    if (at < 0) at += columns;
    exists = at >= 0 && at < columns;
  }
};

}  // namespace detail

// What blocks of the kernel below share.
struct ColumnTiles {
  int64_t rows = 0, wanted = 0, chunks = 0;
  int columns = 0, groups = 0, chunk = 0;
  Divider loads, stores;  // of a group

  ColumnTiles() = default;
  ColumnTiles(Columns const& shape, ColumnPlan const& plan)
      : rows(shape.rows),
        wanted(shape.wanted),
        chunks(plan.chunks),
        columns(static_cast<int>(shape.columns)),
        groups(plan.groups),
        chunk(static_cast<int>(plan.chunk)),
        loads(static_cast<uint32_t>(shape.columns / plan.pack)),
        stores(static_cast<uint32_t>(plan.chunk / plan.pack)) {}
};

// Rows elements of a column are a unit; N elements of a row are an access.
template <int Rows, int N, class T>
struct ColumnTile {
  static constexpr int per_word = detail::per_word<T>;
  static constexpr int unit_words = Rows / per_word;
  static constexpr int row_words = N < per_word ? 1 : N / per_word;
  static constexpr int columns = row_words * per_word;  // N, or those of a word that has but one
  using Unit = Pack<unsigned, unit_words>;

  unsigned* memory;

  // Threads go through units in steps of N when they write, and may do so when they read: those at
  // the same time are in different banks.
  __device__ __forceinline__ unsigned* at(int unit) const {
    constexpr int units = 32 / unit_words;
    int const place = N == 1 ? unit : unit ^ (unit / N % units);
    return memory + place * unit_words;
  }

  __device__ __forceinline__ void put(unsigned const (&rows)[Rows][row_words], int first) const {
    unsigned units[columns][unit_words];
    detail::transpose<T, unit_words, row_words>(rows, units);
#pragma unroll
    for (int j = 0; j < N; ++j) {
      Unit unit;
#pragma unroll
      for (int w = 0; w < unit_words; ++w) unit.word[w] = units[j][w];
      store(at(first + j), unit);
    }
  }

  // Of the columns that N indices mean, the first one being the unit `first`.
  __device__ __forceinline__ void get(Pack<int32_t, N> const& indices, int first, int existing,
                                      unsigned (&rows)[Rows][row_words]) const {
    unsigned units[columns][unit_words] = {};
#pragma unroll
    for (int j = 0; j < N; ++j) {
      detail::Column<int> const column(indices.word[j], existing);
      if (!column.exists) continue;
      Unit const unit = load<unit_words>(at(first + column.at));
#pragma unroll
      for (int w = 0; w < unit_words; ++w) units[j][w] = unit.word[w];
    }
    detail::transpose<T, row_words, unit_words>(units, rows);
  }
};

template <int Rows, int N, class T>
__global__ void __launch_bounds__(column_threads)
    tile_columns_kernel(T const* x, int32_t const* indices, T* y, ColumnTiles tiles) {
  using Tile = ColumnTile<Rows, N, T>;
  using Access = Pack<T, N>;
  // What is not aligned is read by its neighbours, too.
  constexpr Cache reading = N == 1 ? Cache::read_only : Cache::streaming;
  constexpr Cache writing = N == 1 ? Cache::normal : Cache::streaming;
  extern __shared__ uint4 column_memory[];
  Tile const tile{reinterpret_cast<unsigned*>(column_memory)};
  int64_t const above = block_index() / tiles.chunks;
  int64_t const first_column = (block_index() - above * tiles.chunks) * tiles.chunk;
  int64_t const first_row = above * tiles.groups * Rows;
  if (first_row >= tiles.rows) return;

  auto const thread = static_cast<int>(threadIdx.x);
  auto const loads = static_cast<int>(tiles.loads.divisor);
#pragma unroll 1
  for (int i = thread; i < tiles.groups * loads; i += column_threads) {
    auto const group = static_cast<int>(quotient(static_cast<uint32_t>(i), tiles.loads));
    int64_t const row = first_row + group * Rows;
    T const* const from = x + row * tiles.columns + (i - group * loads) * N;
    unsigned rows[Rows][Tile::row_words];
#pragma unroll
    for (int r = 0; r < Rows; ++r) {
      Access access{};
      if (row + r < tiles.rows) access = load<N, reading>(from + int64_t{r} * tiles.columns);
#pragma unroll
      for (int w = 0; w < Tile::row_words; ++w) rows[r][w] = access.word[w];
    }
    tile.put(rows, i * N);
  }
  __syncthreads();

  auto const stores = static_cast<int>(tiles.stores.divisor);
#pragma unroll 1
  for (int i = thread; i < tiles.groups * stores; i += column_threads) {
    auto const group = static_cast<int>(quotient(static_cast<uint32_t>(i), tiles.stores));
    int64_t const row = first_row + group * Rows;
    int64_t const column = first_column + (i - group * stores) * N;
    if (row >= tiles.rows || column >= tiles.wanted) continue;
    unsigned rows[Rows][Tile::row_words];
    tile.get(load<N>(indices + column), group * tiles.columns, tiles.columns, rows);
    T* const to = y + row * tiles.wanted + column;
#pragma unroll
    for (int r = 0; r < Rows; ++r) {
      if (row + r >= tiles.rows) continue;
      Access access;
#pragma unroll
      for (int w = 0; w < Tile::row_words; ++w) {
        access.word[w] = static_cast<typename Access::Word>(rows[r][w]);
      }
      store<writing>(to + int64_t{r} * tiles.wanted, access);
    }
  }
}

// Nothing is read but what is wanted. A thread writes N adjacent elements of Rows rows, which are
// `steps` apart: threads that are neighbours write rows that are.
template <int Rows, int N, class T, class Index>
__global__ void __launch_bounds__(column_threads)
    read_columns_kernel(T const* x, int32_t const* indices, T* y, Columns shape, int64_t steps,
                        Radix<Index> accesses) {
  int64_t const thread = block_index() * column_threads + threadIdx.x;
  if (thread >= steps * (shape.wanted / N)) return;
  auto step = static_cast<Index>(thread);
  int64_t const first = static_cast<int64_t>(accesses.pop(step)) * N;
  auto const wanted = load<N>(indices + first);
  Values<T, N> rows[Rows];
#pragma unroll
  for (int r = 0; r < Rows; ++r) {
    int64_t const row = static_cast<int64_t>(step) + r * steps;
#pragma unroll
    for (int j = 0; j < N; ++j) {
      detail::Column<int64_t> const column(wanted.word[j], shape.columns);
      rows[r][j] = T{};
      if (column.exists && row < shape.rows) {
        rows[r][j] = detail::load_access<Cache::read_only>(x + row * shape.columns + column.at);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < Rows; ++r) {
    int64_t const row = static_cast<int64_t>(step) + r * steps;
    if (row >= shape.rows) continue;
    store(y + row * shape.wanted + first, detail::bit_cast<Pack<T, N>>(rows[r]));
  }
}

// What launch(kernel, blocks, bytes of shared memory, arguments...) returns of the kernel that does
// what the plan says.
template <int N, class T, class Launch>
auto launch_columns(T const* x, int32_t const* indices, T* y, Columns const& shape,
                    ColumnPlan const& plan, Launch const& launch) {
  constexpr int size = static_cast<int>(sizeof(T));
  auto const by_tiles = [&](auto kernel) {
    int64_t const rows = int64_t{plan.groups} * plan.rows(size);
    return launch(kernel, ceil_div(shape.rows, rows) * plan.chunks, plan.bytes, x, indices, y,
                  ColumnTiles(shape, plan));
  };
  if (plan.unit == 4) return by_tiles(tile_columns_kernel<4 / size, N, T>);
  if (plan.unit != 0) return by_tiles(tile_columns_kernel<(size == 1 ? 8 : 16 / size), N, T>);
  constexpr int rows = N == 1 ? 4 : 16 / N;
  int64_t const steps = ceil_div(shape.rows, rows);
  int64_t const threads = steps * (shape.wanted / N);
  return with_index(threads + column_threads, [&](auto index) {
    using Index = decltype(index);
    return launch(read_columns_kernel<rows, N, T, Index>, ceil_div(threads, column_threads), 0, x,
                  indices, y, shape, steps, Radix<Index>(shape.wanted / N));
  });
}

template <class T>
ColumnPlan plan_of(T const* x, int32_t const* indices, T const* y, Columns const& shape) {
  constexpr int pack = pack_size<T>();
  bool const packs = aligned<pack>(x) && aligned<pack>(y) && aligned<pack_size<int32_t>()>(indices);
  return plan_of(shape, static_cast<int>(sizeof(T)), packs);
}

template <class T, class Launch>
auto launch_columns(T const* x, int32_t const* indices, T* y, Columns const& shape,
                    Launch const& launch) {
  constexpr int pack = pack_size<T>();
  auto const plan = plan_of(x, indices, y, shape);
  return plan.pack == 1 ? launch_columns<1>(x, indices, y, shape, plan, launch)
                        : launch_columns<pack>(x, indices, y, shape, plan, launch);
}

}  // namespace trtp::kernels
