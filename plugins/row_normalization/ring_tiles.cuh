#pragma once

// The tiles of shared memory that a warp has to itself: bulk copies fill them with its parts of
// row after row, so that loads are on the way whatever the warp does with what has come.

#include "kernel/bulk_copy.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

#if TRTP_BULK_COPIES && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900

template <class T, int TilePacks, bool BulkStores>
class RingTiles {
 public:
  static constexpr int n = pack_size<T>();
  static constexpr int columns = TilePacks * 32 * n;  // of a tile

  // What comes one after the other: the first `width` columns of `rows` rows, `stride` apart.
  // `memory` and `full` are of `slots` tiles.
  __device__ __forceinline__ RingTiles(T* memory, Barrier* full, int slots, T const* first_row,
                                       int width, int64_t rows, int64_t stride)
      : memory_(memory),
        full_(full),
        slots_(slots),
        next_row_(first_row),
        width_(width),
        rows_to_load_(width > 0 ? rows : 0),
        stride_(stride),
        policy_(streaming_policy()) {
    if (!is_first_lane()) return;
#pragma unroll 1
    for (int slot = 0; slot < slots; ++slot) start_barrier(full[slot], 1);
    publish_barriers();
#pragma unroll 1
    for (int slot = 0; slot < slots; ++slot) load_next(slot);
  }

  // The next tile to be summed up, when it has come. All lanes call.
  __device__ __forceinline__ T const* next_come() {
    wait_for_phase(full_[come_], phase_);
    T const* const tile = memory_ + come_ * columns;
    if (++come_ == slots_) {
      come_ = 0;
      phase_ ^= 1U;
    }
    return tile;
  }

  // The next tile to be written.
  __device__ __forceinline__ T* next_to_write() { return memory_ + written_ * columns; }

  // The tile is done with by all lanes, and another one may come. With bulk stores its elements, in
  // place, are those of `y`.
  __device__ __forceinline__ void done(T* y, int tile_width) {
    if constexpr (BulkStores) written_for_copies();
    __syncwarp();
    if (is_first_lane()) {
      if constexpr (BulkStores) {
        start_store(y, memory_ + written_ * columns, bytes_of(tile_width), policy_);
        if (being_read_ >= 0) {
          wait_for_stores_to_read<1>();
          load_next(being_read_);
        }
        being_read_ = written_;
      } else {
        load_next(written_);
      }
    }
    if (++written_ == slots_) written_ = 0;
  }

  // A tile is not reused until its store has read it, which is waited for here if not yet in
  // done(). All lanes call.
  __device__ __forceinline__ void settle() {
    if constexpr (BulkStores) {
      if (being_read_ >= 0) {
        wait_for_stores_to_read<0>();
        load_next(being_read_);
        being_read_ = -1;
      }
      __syncwarp();
    }
  }

 private:
  static __device__ __forceinline__ bool is_first_lane() { return threadIdx.x % 32 == 0; }
  static __device__ __forceinline__ unsigned bytes_of(int elements) {
    return static_cast<unsigned>(elements) * static_cast<unsigned>(sizeof(T));
  }

  __device__ __forceinline__ void load_next(int slot) {
    if (rows_to_load_ == 0) return;
    unsigned const bytes = bytes_of(min(columns, width_ - next_col_));
    arrive_expecting(full_[slot], bytes);
    start_load(memory_ + slot * columns, next_row_ + next_col_, bytes, full_[slot], policy_);
    next_col_ += columns;
    if (next_col_ < width_) return;
    next_col_ = 0;
    next_row_ += stride_;
    --rows_to_load_;
  }

  T* memory_;
  Barrier* full_;
  int slots_;
  T const* next_row_;  // of the first lane, as are the ones up to being_read_
  int next_col_ = 0;
  int width_;
  int64_t rows_to_load_;
  int64_t stride_;
  int being_read_ = -1;  // the tile whose store may still read it
  uint64_t policy_;
  int come_ = 0;
  unsigned phase_ = 0;
  int written_ = 0;
};

#endif

}  // namespace trtp::kernels
