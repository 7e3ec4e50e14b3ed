// Tiles of queries against tiles of keys on tensor cores, with the softmax computed as keys come
// by (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018; Dao,
// "FlashAttention-2", 2023).

#include "attention.cuh"
#include "attention_paths.h"
#include "kernel/device.h"
#include "kernel/launch.cuh"
#include "tensor_core.cuh"

namespace trtp::kernels {
namespace {

using Halves = Attention<__half, __half>;

// Four warps; each has `Bands` bands of 16 rows against all keys of a tile. Columns are `Width` in
// shared memory, those that a head does not have are zeros.
template <int Width_, int Bands_, int Keys_>
struct Tile {
  static constexpr int width = Width_, bands = Bands_, keys = Keys_;
  static constexpr int warps = 4, threads = 32 * warps;
  static constexpr int rows = 16 * bands * warps;
  // 16 bytes more: the rows of an 8 x 8 matrix are in different banks.
  static constexpr int pitch = width + 8;
  static constexpr int bytes = (rows + 2 * keys) * pitch * static_cast<int>(sizeof(__half));
  static_assert(width % 16 == 0 && keys % 16 == 0);
};

// Loads rows [first, first + count) of 8-element pieces; rows from `end` on are zeros. `at(row)`
// points to a row.
template <class S, class At>
__device__ __forceinline__ void load_tile(__half* to, int count, int first, int end, int columns,
                                          At const& at) {
  constexpr int pieces = S::width / 8;
#pragma unroll 4
  for (int e = static_cast<int>(threadIdx.x); e < count * pieces; e += S::threads) {
    int const row = e / pieces, column = e % pieces * 8;
    bool const there = first + row < end && column < columns;
    __half const* const from = at(there ? first + row : 0) + (there ? column : 0);
    detail::copy_16_bytes(to + row * S::pitch + column, from, there);
  }
}

// Where a lane points for load_matrices() at a 16 x 16 block, so that words 0..3 are the four words
// of an A fragment.
template <class S>
__device__ __forceinline__ __half const* block_for_a(__half const* block, int lane) {
  return block + (lane % 16) * S::pitch + lane / 16 * 8;
}
// So that words 0 and 1 are a B fragment of keys 0..7 (columns) and words 2 and 3 of keys 8..15;
// the block's rows are keys.
template <class S>
__device__ __forceinline__ __half const* block_for_b(__half const* block, int lane) {
  return block + (lane / 16 * 8 + lane % 8) * S::pitch + lane / 8 % 2 * 8;
}
// The same for load_transposed(): B fragments whose rows are the block's rows, keys, words 0 and 1
// of columns 0..7 and words 2 and 3 of columns 8..15.
template <class S>
__device__ __forceinline__ __half const* block_for_transposed_b(__half const* block, int lane) {
  return block + (lane % 16) * S::pitch + lane / 16 * 8;
}

// With `Biased` there is a mask, or scores are capped; without, the scale is positive.
template <class S, bool Biased>
__global__ void __launch_bounds__(S::threads)
    attention_tensor_kernel(Halves const a, PackedRows const rows, int64_t pieces) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800  // not launched on others
  if (block_index() >= pieces) return;
  extern __shared__ __align__(16) unsigned char storage[];
  auto* const q_tile = reinterpret_cast<__half*>(storage);
  __half* const k_tile = q_tile + S::rows * S::pitch;
  __half* const v_tile = k_tile + S::keys * S::pitch;

  int const lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  int const g = lane / 4, t = lane % 4;
  // The last rows first: under a causal mask they take longest.
  int const first_row = (rows.tiles - 1 - static_cast<int>(block_index() % rows.tiles)) * S::rows;
  int64_t const head = block_index() / rows.tiles;
  int64_t const b = head / a.kv_heads, kv_head = head % a.kv_heads;

  // What this thread's rows see; rows beyond the last one are taken for that.
  constexpr int own = 2 * S::bands;
  int row[own];
  detail::Seen seen[own];
  int64_t mask_at[own];
#pragma unroll
  for (int r = 0; r < own; ++r) {
    row[r] = first_row + (warp * S::bands + r / 2) * 16 + r % 2 * 8 + g;
    detail::PackedRow const query(rows, min(row[r], rows.count - 1), kv_head);
    seen[r] = detail::seen_by(a, b, query.i);
    if constexpr (Biased) mask_at[r] = query.offset(a.mask.at, b);
  }
  // Keys that every row sees, and those that some row sees.
  detail::Seen const top_seen =
      detail::seen_by(a, b, detail::PackedRow(rows, first_row, kv_head).i);
  detail::Seen const bottom_seen = detail::seen_by(
      a, b, detail::PackedRow(rows, min(first_row + S::rows, rows.count) - 1, kv_head).i);
  int const some_end = bottom_seen.end;
  int const begin = min(top_seen.first, some_end) / S::keys * S::keys;

  __half const* const past_k = a.past_k + b * a.past_k_at.batch + kv_head * a.past_k_at.head;
  __half const* const past_v = a.past_v + b * a.past_v_at.batch + kv_head * a.past_v_at.head;
  __half const* const new_k =
      a.k + b * a.k_at.batch + kv_head * a.k_at.head - a.past_rows * a.k_at.row;
  __half const* const new_v =
      a.v + b * a.v_at.batch + kv_head * a.v_at.head - a.past_rows * a.v_at.row;
  auto const k_row = [&](int j) {
    return j < a.past_rows ? past_k + j * a.past_k_at.row : new_k + j * a.k_at.row;
  };
  auto const v_row = [&](int j) {
    return j < a.past_rows ? past_v + j * a.past_v_at.row : new_v + j * a.v_at.row;
  };
  int const k_columns = static_cast<int>(a.head_size), v_columns = static_cast<int>(a.v_head_size);

  float sum[S::bands][S::width / 8][4] = {};
  float top[own], total[own];
#pragma unroll
  for (int r = 0; r < own; ++r) {
    top[r] = -CUDART_INF_F;
    total[r] = 0.F;
  }
  float const factor = Biased ? detail::log2_e : a.scale * detail::log2_e;  // of exponents of 2

  if (begin < some_end) {
    load_tile<S>(q_tile, S::rows, first_row, rows.count, k_columns, [&](int r) {
      return a.q + detail::PackedRow(rows, r, kv_head).offset(a.q_at, b);
    });
    load_tile<S>(k_tile, S::keys, begin, some_end, k_columns, k_row);
  }
  for (int j0 = begin; j0 < some_end; j0 += S::keys) {
    detail::wait_for_copies();
    __syncthreads();  // the keys are there, and nobody reads values any more
    load_tile<S>(v_tile, S::keys, j0, some_end, v_columns, v_row);

    float s[S::bands][S::keys / 8][4] = {};
#pragma unroll
    for (int d = 0; d < S::width; d += 16) {
      uint32_t q[S::bands][4];
#pragma unroll
      for (int band = 0; band < S::bands; ++band) {
        detail::load_matrices(
            q[band], block_for_a<S>(q_tile + (warp * S::bands + band) * 16 * S::pitch + d, lane));
      }
#pragma unroll
      for (int j = 0; j < S::keys; j += 16) {
        uint32_t k[4];
        detail::load_matrices(k, block_for_b<S>(k_tile + j * S::pitch + d, lane));
#pragma unroll
        for (int band = 0; band < S::bands; ++band) {
          detail::multiply_add(s[band][j / 8], q[band], k[0], k[1]);
          detail::multiply_add(s[band][j / 8 + 1], q[band], k[2], k[3]);
        }
      }
    }
    detail::wait_for_copies();
    __syncthreads();  // the values are there, and nobody reads these keys any more
    if (j0 + S::keys < some_end) {
      load_tile<S>(k_tile, S::keys, j0 + S::keys, some_end, k_columns, k_row);
    }

    bool const whole = j0 >= bottom_seen.first && j0 + S::keys <= top_seen.end;  // by every row
    if (Biased || !whole) {
#pragma unroll
      for (int band = 0; band < S::bands; ++band) {
#pragma unroll
        for (int n = 0; n < S::keys / 8; ++n) {
#pragma unroll
          for (int e = 0; e < 4; ++e) {
            int const r = 2 * band + e / 2;
            int const j = j0 + n * 8 + 2 * t + e % 2;
            bool const sees = j >= seen[r].first && j < seen[r].end;
            if constexpr (Biased) {
              float const x = detail::capped(s[band][n][e] * a.scale, a.softcap);
              s[band][n][e] = sees ? detail::biased(x, a.mask, mask_at[r] + j) : -CUDART_INF_F;
            } else {
              if (!sees) s[band][n][e] = -CUDART_INF_F;
            }
          }
        }
      }
    }
#pragma unroll
    for (int r = 0; r < own; ++r) {
      int const band = r / 2, e = r % 2 * 2;
      float higher = top[r];
#pragma unroll
      for (int n = 0; n < S::keys / 8; ++n) {
        higher = fmaxf(higher, fmaxf(s[band][n][e], s[band][n][e + 1]));
      }
      higher = detail::quad_max(higher);
      // All were left out so far: -inf less anything but itself is what their weights need.
      float const base = higher == -CUDART_INF_F ? 0.F : higher * factor;
      float const fade = exp2f(fmaf(top[r], factor, -base));
      top[r] = higher;
      float here = 0.F;
#pragma unroll
      for (int n = 0; n < S::keys / 8; ++n) {
#pragma unroll
        for (int c = e; c < e + 2; ++c) {
          s[band][n][c] = exp2f(fmaf(s[band][n][c], factor, -base));
          here += s[band][n][c];
        }
      }
      total[r] = fmaf(total[r], fade, here);  // of this thread's columns
#pragma unroll
      for (int n = 0; n < S::width / 8; ++n) {
        sum[band][n][e] *= fade;
        sum[band][n][e + 1] *= fade;
      }
    }
#pragma unroll
    for (int j = 0; j < S::keys; j += 16) {
      // The fragments of C next to each other are one of A.
      uint32_t p[S::bands][4];
#pragma unroll
      for (int band = 0; band < S::bands; ++band) {
        auto const& left = s[band][j / 8];
        auto const& right = s[band][j / 8 + 1];
        p[band][0] = detail::pair(left[0], left[1]);
        p[band][1] = detail::pair(left[2], left[3]);
        p[band][2] = detail::pair(right[0], right[1]);
        p[band][3] = detail::pair(right[2], right[3]);
      }
#pragma unroll
      for (int d = 0; d < S::width; d += 16) {
        uint32_t v[4];
        detail::load_transposed(v, block_for_transposed_b<S>(v_tile + j * S::pitch + d, lane));
#pragma unroll
        for (int band = 0; band < S::bands; ++band) {
          detail::multiply_add(sum[band][d / 8], p[band], v[0], v[1]);
          detail::multiply_add(sum[band][d / 8 + 1], p[band], v[2], v[3]);
        }
      }
    }
  }

#pragma unroll
  for (int r = 0; r < own; ++r) {
    float const all = detail::quad_sum(total[r]);
    float const inverse = all == 0.F ? 0.F : 1.F / all;  // nothing is seen: zeros
    if (row[r] >= rows.count) continue;
    __half* const y = a.y + detail::PackedRow(rows, row[r], kv_head).offset(a.y_at, b);
    int const band = r / 2, e = r % 2 * 2;
#pragma unroll
    for (int n = 0; n < S::width / 8; ++n) {
      int const column = n * 8 + 2 * t;
      if (column < v_columns) {
        *reinterpret_cast<__half2*>(y + column) =
            __floats2half2_rn(sum[band][n][e] * inverse, sum[band][n][e + 1] * inverse);
      }
    }
  }
#endif
}

template <class S, bool Biased>
cudaError_t run(Halves const& a, cudaStream_t stream) {
  PackedRows const rows = pack_rows(a, S::rows);
  int64_t const pieces = a.batch * a.kv_heads * rows.tiles;
  auto const kernel = attention_tensor_kernel<S, Biased>;
  cudaError_t const status =
      cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, S::bytes);
  if (status != cudaSuccess) return status;
  cudaLaunchConfig_t config{};
  config.gridDim = whole_grid(pieces);
  config.blockDim = dim3(S::threads);
  config.dynamicSmemBytes = S::bytes;
  config.stream = stream;
  return cudaLaunchKernelEx(&config, kernel, a, rows, pieces);
}

template <int Width, int Keys, bool Biased>
cudaError_t run_width(Halves const& a, cudaStream_t stream) {
  if constexpr (Width <= 128) {
    int64_t const packed = a.q_rows * (a.q_heads / a.kv_heads);
    // Tiles of twice the height read keys and values half as often, where there are enough of them.
    using Tall = Tile<Width, 2, Keys>;
    Device device;
    cudaError_t const status = current_device(device);
    if (status != cudaSuccess) return status;
    if (a.batch * a.kv_heads * ceil_div(packed, Tall::rows) >= 2 * device.processors &&
        packed > 64) {
      return run<Tall, Biased>(a, stream);
    }
  }
  return run<Tile<Width, 1, Keys>, Biased>(a, stream);
}

template <bool Biased>
cudaError_t run_any(Halves const& a, cudaStream_t stream) {
  int64_t const width = a.head_size > a.v_head_size ? a.head_size : a.v_head_size;
  if (width <= 64) return run_width<64, 64, Biased>(a, stream);
  if (width <= 96) return run_width<96, 64, Biased>(a, stream);
  if (width <= 128) return run_width<128, 64, Biased>(a, stream);
  return run_width<256, 32, Biased>(a, stream);
}

bool pieces_of_16_bytes(void const* data, RowStrides const& at) {
  return reinterpret_cast<uintptr_t>(data) % 16 == 0 && at.batch % 8 == 0 && at.head % 8 == 0 &&
         at.row % 8 == 0;
}

}  // namespace

bool tensor_path_covers(Halves const& a) {
  return a.scores == nullptr && a.head_size % 8 == 0 && a.v_head_size % 8 == 0 && a.head_size > 0 &&
         a.head_size <= 256 && a.v_head_size > 0 && a.v_head_size <= 256 && packs_rows(a) &&
         pieces_of_16_bytes(a.q, a.q_at) && pieces_of_16_bytes(a.k, a.k_at) &&
         pieces_of_16_bytes(a.v, a.v_at) && pieces_of_16_bytes(a.y, a.y_at) &&
         pieces_of_16_bytes(a.past_k, a.past_k_at) && pieces_of_16_bytes(a.past_v, a.past_v_at);
}

cudaError_t attention_by_tensor_cores(Halves const& a, cudaStream_t stream) {
  bool const biased =
      a.mask.type != AttentionMask::Type::none || a.softcap > 0.F || !(a.scale > 0.F);
  return biased ? run_any<true>(a, stream) : run_any<false>(a, stream);
}

}  // namespace trtp::kernels
