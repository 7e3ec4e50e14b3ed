#pragma once

// Moments of all warps of a cluster, put together without a barrier of the cluster: each warp sends
// its own to all blocks, whose barriers in shared memory count what has come.

#include <cooperative_groups.h>

#include "kernel/bulk_copy.cuh"
#include "kernel/moments.cuh"
#include "problem.cuh"

namespace trtp::kernels {

// What a warp knows of a row: moments from an element of its own, which is finite.
struct WarpMoments {
  Moments moments;
  float origin;
};

// Of these and more elements.
__device__ __forceinline__ void add(Moments& to, Moments const& more) {
  if (!(more.count > 0.F)) return;
  float const d = more.mean - to.mean;
  float const count = to.count + more.count;
  float const share = __fdividef(more.count, count);
  to.m2 += fmaf(d * d, to.count * share, more.m2);
  to.mean = fmaf(d, share, to.mean);
  to.count = count;
}

// The moments of a row from its first element.
struct RowMoments {
  RowMean mean;
  float m2;
};

#if TRTP_BULK_COPIES && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900

template <bool Centred, int Warps, int MostBlocks>
class RingExchange {
 public:
  // In shared memory. Two of each: who sends the third knows that all have read the first, as all
  // have sent the second since.
  struct Memory {
    float4 parts[2][MostBlocks * Warps];
    Barrier come[2];
  };

  // Peers may send when all have passed a barrier of the cluster behind this.
  __device__ __forceinline__ explicit RingExchange(Memory& memory)
      : memory_(memory),
        blocks_(cooperative_groups::this_cluster().num_blocks()),
        rank_(cooperative_groups::this_cluster().block_rank()) {
    if (threadIdx.x != 0) return;
    start_barrier(memory.come[0], 1);
    start_barrier(memory.come[1], 1);
    publish_barriers();
  }

  __device__ __forceinline__ void send_all(WarpMoments const& mine) {
    unsigned const lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    unsigned const slot = sent_++ % 2;
    if (threadIdx.x == 0) {
      arrive_expecting(memory_.come[slot], blocks_ * Warps * static_cast<unsigned>(sizeof(float4)));
    }
    if (lane < blocks_) {
      Moments const& m = mine.moments;
      send(&memory_.parts[slot][rank_ * Warps + warp], memory_.come[slot], lane,
           float4{m.count, mine.origin, m.mean, m.m2});
    }
  }

  // Of the oldest row that was sent and not yet received.
  __device__ __forceinline__ RowMoments receive() {
    unsigned const slot = received_ % 2;
    wait_for_phase(memory_.come[slot], received_ / 2 % 2);
    ++received_;
    float4 const* const parts = memory_.parts[slot];
    unsigned const count = blocks_ * Warps, lane = threadIdx.x % 32;
    if constexpr (!Centred) {
      float m2 = 0.F;
      for (unsigned i = lane; i < count; i += 32) m2 += parts[i].w;
      return {{0.F, 0.F}, WarpGroup<32>::sum(m2)};
    } else {
      float const origin = parts[0].y;
      Pair sums{0.F, 0.F};
      for (unsigned i = lane; i < count; i += 32) {
        float4 const part = parts[i];
        sums = sums + Pair{part.x, part.x * mean_of(part, origin)};
      }
      sums = WarpGroup<32>::sum(sums);
      float const mean = sums.b / sums.a;
      float m2 = 0.F;
      for (unsigned i = lane; i < count; i += 32) {
        float4 const part = parts[i];
        float const d = mean_of(part, origin) - mean;
        m2 += part.x > 0.F ? fmaf(part.x * d, d, part.w) : 0.F;
      }
      return {{origin, mean}, WarpGroup<32>::sum(m2)};
    }
  }

 private:
  static __device__ __forceinline__ float mean_of(float4 const& part, float origin) {
    return part.x > 0.F ? (part.y - origin) + part.z : 0.F;
  }

  Memory& memory_;
  unsigned blocks_;
  unsigned rank_;
  unsigned sent_ = 0;
  unsigned received_ = 0;
};

#endif

}  // namespace trtp::kernels
