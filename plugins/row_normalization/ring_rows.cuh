#pragma once

// A cluster of blocks normalises row after row, each of which it holds in shared memory. The next
// ones are on their way there meanwhile, which registers could not be: copies of memory, sums and
// stores then overlap within a block.

#include "kernel/cluster.cuh"
#include "ring_exchange.cuh"
#include "ring_scale.cuh"
#include "ring_tiles.cuh"
#include "span.cuh"

namespace trtp::kernels {

// `Warps` of a block hold `Packs` accesses per thread of a row, in tiles of `TilePacks` each;
// `PerProcessor` blocks are to fit into the registers of a processor. Ahead: a row is summed up
// before the one before it is written, so that its moments are exchanged meanwhile. Lean: halves
// take fewer instructions, and results the rounding of one float more, which halves do not show:
// distances are taken from one element per warp, and factor, mean, scale and bias are put together.
// Step: of a tile, so many accesses are read before results are written, and a warp that has no
// more of the row stops; 0: as many as registers hold, and whole tiles.
template <int Warps_, int Packs_, int TilePacks_, int PerProcessor_, bool Ahead_, bool BulkStores_,
          bool Lean_ = false, int Step_ = 0>
struct RingShape {
  static constexpr int warps = Warps_, packs = Packs_, tile_packs = TilePacks_;
  static constexpr int per_processor = PerProcessor_, threads = warps * 32;
  static constexpr int tiles = packs / tile_packs;
  static constexpr bool stops = Step_ != 0;
  static constexpr int together = stops ? Step_ : tile_packs % 4 == 0 ? 4 : tile_packs;
  static constexpr bool ahead = Ahead_, bulk_stores = BulkStores_, lean = Lean_;
  static constexpr int fewest_slots = tiles * (ahead ? 2 : 1);
  static constexpr int most_slots = 16, most_blocks = 16;
  static_assert(packs % tile_packs == 0 && tile_packs % together == 0);

  static constexpr size_t memory(int slots) {
    return static_cast<size_t>(warps * slots * tile_packs) * 32 * vector_bytes;
  }
  // Columns of a cluster.
  template <class T>
  static constexpr int64_t columns(int blocks) {
    return int64_t{blocks} * warps * packs * 32 * pack_size<T>();
  }
};

// `share`: columns of a warp, a multiple of 32 packs.
template <class Kind, class Shape, class T, class S, class Layout>
__global__ void __launch_bounds__(Shape::threads, Shape::per_processor)
    ring_rows_kernel(NormalizedRows<T, S, Layout> p, int cols, int share, int slots) {
#if TRTP_BULK_COPIES && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  using Tiles = RingTiles<T, Shape::tile_packs, Shape::bulk_stores>;
  using Exchange = RingExchange<Kind::centred, Shape::warps, Shape::most_blocks>;
  constexpr int n = Tiles::n;
  extern __shared__ __align__(128) unsigned char ring_memory[];
  __shared__ Barrier full[Shape::warps * Shape::most_slots];
  __shared__ typename Exchange::Memory exchange_memory;

  auto const cluster = cooperative_groups::this_cluster();
  int const blocks = static_cast<int>(cluster.num_blocks());
  int const warp = static_cast<int>(threadIdx.x / 32), lane = static_cast<int>(threadIdx.x % 32);
  int const unit = static_cast<int>(cluster.block_rank()) * Shape::warps + warp;
  int const begin = min(unit * share, cols), end = min(begin + share, cols);
  int const col = begin + lane * n;
  int64_t const first = blockIdx.x / blocks, step = gridDim.x / blocks;
  int64_t const rows = (p.rows - first + step - 1) / step;

  Tiles tiles(reinterpret_cast<T*>(ring_memory) + warp * slots * Tiles::columns,
              full + warp * Shape::most_slots, slots, p.x + first * cols + begin, end - begin, rows,
              step * cols);
  Exchange exchange(exchange_memory);
  cluster.barrier_arrive();
  RingScale<Kind, Shape::packs, n, S, Layout> scale;
  scale.start(p, col, end);
  __syncwarp();  // barriers of tiles have begun
  cluster.barrier_wait();

  // Of the thread's columns, from its first one on: `left` are in its warp's part of the row.
  int const left = end - col;
  constexpr int apart = 32 * n;  // packs of a thread
  // Tiles may come yet while one that is being written is not free.
  bool const spare = slots > Shape::fewest_slots;
  constexpr bool lean = Shape::lean && Kind::centred && std::is_same_v<T, __half>;
  constexpr bool folded = lean && std::is_same_v<Layout, PerRun>;
  auto const sum_up = [&] {
    if (!spare) tiles.settle();
    WarpMoments mine{};
    TwoSums of_warp, squares_of_warp;  // lean
#pragma unroll
    for (int k = 0; k < Shape::tiles; ++k) {
      if (begin + k * Tiles::columns >= end) break;
      T const* const tile = tiles.next_come() + lane * n;
      Pack<T, n> v[Shape::tile_packs];
#pragma unroll
      for (int j = 0; j < Shape::tile_packs; ++j) {
        bool const there = k * Tiles::columns + j * apart < left;
        v[j] = there ? load<n>(tile + j * apart) : Pack<T, n>{};
      }
      if constexpr (lean) {
        if (k == 0) {
          mine.origin = __shfl_sync(0xFFFFFFFFU, first_of<false>(v[0], 0, 0.F), 0);
        }
#pragma unroll
        for (int j = 0; j < Shape::tile_packs; ++j) {
          int const at = k * Tiles::columns + j * apart;
          add_distances<false>(of_warp, squares_of_warp, v[j], mine.origin, at, left);
        }
        continue;
      }
      TwoSums squares;
      if constexpr (Kind::centred) {
        // From an element of the thread's own: see moments_by().
        float const own = first_of<false>(v[0], 0, 0.F);
        if (k == 0) mine.origin = __shfl_sync(0xFFFFFFFFU, own, 0);
        TwoSums distances;
        int count = 0;
#pragma unroll
        for (int j = 0; j < Shape::tile_packs; ++j) {
          int const at = k * Tiles::columns + j * apart;
          add_distances<false>(distances, squares, v[j], own, at, left);
          count += columns_in_row<false, n>(at, left);
        }
        Moments const of_tile = moments_by(static_cast<float>(count), own, distances.value(),
                                           squares.value(), mine.origin);
        if (k == 0) {
          mine.moments = of_tile;
        } else {
          add(mine.moments, of_tile);
        }
      } else {
#pragma unroll
        for (int j = 0; j < Shape::tile_packs; ++j) add_squares(squares, v[j]);
        mine.moments.m2 += squares.value();
      }
    }
    if constexpr (lean) {
      Pair const sums = WarpGroup<32>::sum(Pair{of_warp.value(), squares_of_warp.value()});
      mine.moments =
          moments_by(static_cast<float>(end - begin), mine.origin, sums.a, sums.b, mine.origin);
    } else if constexpr (Kind::centred) {
      mine.moments = detail::together<32>(mine.moments);
    } else {
      mine.moments.m2 = detail::together<32>(mine.moments.m2);
    }
    exchange.send_all(mine);
    tiles.settle();
  };

  if (Shape::ahead) sum_up();
  for (int64_t row = first; row < p.rows; row += step) {
    if (!Shape::ahead) sum_up();
    scale.start_row(p, row);
    RowMoments const all = exchange.receive();
    if (Shape::ahead && row + step < p.rows) sum_up();
    float const factor = rsqrtf(fmaf(all.m2, p.inverse_cols, p.epsilon));
    if (unit == 0 && lane == 0) p.save(row, all.mean, factor);

    T* const y = p.y + (row * cols + begin);
    T* const own_y = y + lane * n;
#pragma unroll
    for (int k = 0; k < Shape::tiles; ++k) {
      int const tile_begin = k * Tiles::columns;
      if (begin + tile_begin >= end) break;
      T* const tile = tiles.next_to_write() + lane * n;
#pragma unroll
      for (int g = 0; g < Shape::tile_packs; g += Shape::together) {
        if (Shape::stops && begin + tile_begin + g * apart >= end) break;
        Pack<T, n> v[Shape::together];
#pragma unroll
        for (int j = 0; j < Shape::together; ++j) v[j] = load<n>(tile + (g + j) * apart);
#pragma unroll
        for (int j = 0; j < Shape::together; ++j) {
          int const at = tile_begin + (g + j) * apart;
          auto const out =
              scale.template apply<folded>(k * Shape::tile_packs + g + j, v[j], all.mean, factor);
          if constexpr (Shape::bulk_stores) {
            store(tile + (g + j) * apart, out);
          } else if (at < left) {
            store<Cache::streaming>(own_y + at, out);
          }
        }
      }
      tiles.done(y + tile_begin, min(Tiles::columns, end - begin - tile_begin));
    }
  }
  tiles.settle();
  // All that others send has been received, and no block is done before what it sends has come:
  // none writes to the memory of one that is gone.
#endif
}

// A launch of this kernel, which needs a device with clusters. How many of them fit at once, 0 for
// none, is asked of the driver.
template <class Kind, class Shape, class T, class S, class Layout>
struct RingLaunch {
  static constexpr auto kernel = ring_rows_kernel<Kind, Shape, T, S, Layout>;

  static cudaError_t clusters_at_once(int blocks, int slots, int& out) {
    if (slots < Shape::fewest_slots || slots > Shape::most_slots || blocks > Shape::most_blocks) {
      return cudaErrorInvalidValue;
    }
    int const dynamic = static_cast<int>(Shape::memory(slots));
    int device = 0, limit = 0;
    cudaFuncAttributes attributes{};
    cudaError_t status = cudaGetDevice(&device);
    if (status == cudaSuccess) {
      status = cudaDeviceGetAttribute(&limit, cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
    }
    if (status == cudaSuccess) status = cudaFuncGetAttributes(&attributes, kernel);
    if (status != cudaSuccess) return status;
    if (dynamic + static_cast<int>(attributes.sharedSizeBytes) > limit) {
      out = 0;
      return cudaSuccess;
    }
    status = cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, dynamic);
    if (status == cudaSuccess) {
      status = cudaFuncSetAttribute(kernel, cudaFuncAttributePreferredSharedMemoryCarveout,
                                    cudaSharedmemCarveoutMaxShared);
    }
    if (status != cudaSuccess) return status;
    cudaLaunchAttribute cluster{};
    auto const config = configure(blocks, slots, blocks, nullptr, cluster);
    if (blocks > 8) {  // more than every device with clusters has
      int largest = 0;
      status = cudaFuncSetAttribute(kernel, cudaFuncAttributeNonPortableClusterSizeAllowed, 1);
      if (status == cudaSuccess) {
        status = cudaOccupancyMaxPotentialClusterSize(&largest, kernel, &config);
      }
      if (status != cudaSuccess) return status;
      if (largest < blocks) {
        out = 0;
        return cudaSuccess;
      }
    }
    return cudaOccupancyMaxActiveClusters(&out, kernel, &config);
  }

  static cudaError_t run(NormalizedRows<T, S, Layout> const& p, int blocks, int slots,
                         int clusters) {
    constexpr int n = pack_size<T>();
    int const units = blocks * Shape::warps * 32;
    int const share = static_cast<int>(ceil_div(p.cols / n, units)) * 32 * n;
    int64_t const grid = std::min<int64_t>(p.rows, clusters) * blocks;
    cudaLaunchAttribute cluster{};
    auto const config = configure(blocks, slots, grid, p.stream, cluster);
    return cudaLaunchKernelEx(&config, kernel, p, static_cast<int>(p.cols), share, slots);
  }

 private:
  static cudaLaunchConfig_t configure(int blocks, int slots, int64_t grid, cudaStream_t stream,
                                      cudaLaunchAttribute& cluster) {
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = static_cast<unsigned>(blocks);
    cluster.val.clusterDim.y = 1;
    cluster.val.clusterDim.z = 1;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(static_cast<unsigned>(grid));
    config.blockDim = dim3(Shape::threads);
    config.dynamicSmemBytes = Shape::memory(slots);
    config.stream = stream;
    config.attrs = &cluster;
    config.numAttrs = 1;
    return config;
  }
};

}  // namespace trtp::kernels
