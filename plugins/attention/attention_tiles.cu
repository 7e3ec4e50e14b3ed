// Tiles of queries against tiles of keys by plain multiplications: for float, and for what tensor
// cores do not take.

#include "attention.cuh"
#include "attention_paths.h"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;
constexpr int side = 16;  // of the threads, as a square
constexpr int tile = 64;  // rows, and keys
constexpr int own = tile / side;
constexpr int slice = 32;               // columns of queries and keys in shared memory at a time
constexpr int slice_pitch = slice + 4;  // 16 bytes more: neighbouring rows are in different banks
constexpr int weights_pitch = tile + 4;

// Over the threads that have the same rows.
__device__ __forceinline__ float row_max(float v) {
#pragma unroll
  for (int distance = side / 2; distance > 0; distance /= 2) {
    v = fmaxf(v, __shfl_xor_sync(0xFFFFFFFFU, v, distance));
  }
  return v;
}
__device__ __forceinline__ float row_sum(float v) {
#pragma unroll
  for (int distance = side / 2; distance > 0; distance /= 2) {
    v += __shfl_xor_sync(0xFFFFFFFFU, v, distance);
  }
  return v;
}

__device__ __forceinline__ float4 four(float const* p) {
  return *reinterpret_cast<float4 const*>(p);
}

// Thread (y, x) of the square has rows 4y to 4y + 3; of the scores keys x, x + 16, ..., of the
// result columns 4x to 4x + 3 of every 64. Heads of values are of up to `Width` columns.
template <int Width, class T, class V>
__global__ void __launch_bounds__(threads, Width <= 64 ? 2 : 1)
    attention_tiles_kernel(Attention<T, V> const a, PackedRows const rows, int64_t pieces) {
  if (block_index() >= pieces) return;
  constexpr int parts = Width / tile;
  constexpr int value_rows = tile / parts;  // in shared memory at a time
  constexpr int value_pitch = Width + 4;
  constexpr int slices = 2 * tile * slice_pitch;
  constexpr int values = value_rows * value_pitch;
  // Queries and keys, and later values.
  __shared__ __align__(16) float operands[slices > values ? slices : values];
  __shared__ __align__(16) float weights[tile * weights_pitch];

  int const x = static_cast<int>(threadIdx.x) % side, y = static_cast<int>(threadIdx.x) / side;
  // The last rows first: under a causal mask they take longest.
  int const first_row = (rows.tiles - 1 - static_cast<int>(block_index() % rows.tiles)) * tile;
  int64_t const head = block_index() / rows.tiles;
  int64_t const b = head / a.kv_heads, kv_head = head % a.kv_heads;
  int const last_row = min(first_row + tile, rows.count) - 1;

  detail::Seen seen[own];
  int64_t mask_at[own];
#pragma unroll
  for (int r = 0; r < own; ++r) {
    detail::PackedRow const query(rows, min(first_row + own * y + r, last_row), kv_head);
    seen[r] = detail::seen_by(a, b, query.i);
    mask_at[r] = query.offset(a.mask.at, b);
  }
  int const end = detail::seen_by(a, b, detail::PackedRow(rows, last_row, kv_head).i).end;
  int const begin =
      min(detail::seen_by(a, b, detail::PackedRow(rows, first_row, kv_head).i).first, end) / tile *
      tile;

  float sum[own][parts][4] = {};
  float top[own], total[own];
#pragma unroll
  for (int r = 0; r < own; ++r) {
    top[r] = -CUDART_INF_F;
    total[r] = 0.F;
  }
  int const columns = static_cast<int>(a.head_size), v_columns = static_cast<int>(a.v_head_size);

  for (int j0 = begin; j0 < end; j0 += tile) {
    float s[own][own] = {};
    for (int d0 = 0; d0 < columns; d0 += slice) {
      __syncthreads();  // nobody reads the operands any more
      for (int e = static_cast<int>(threadIdx.x); e < 2 * tile * slice; e += threads) {
        int const row = e / slice % tile, d = d0 + e % slice;
        bool const key = e >= tile * slice;
        float v = 0.F;
        if (d < columns && !key && first_row + row <= last_row) {
          v = static_cast<float>(
              a.q[detail::PackedRow(rows, first_row + row, kv_head).offset(a.q_at, b) + d]);
        }
        if (d < columns && key && j0 + row < end) {
          v = static_cast<float>(detail::row_of(a.past_k, a.past_k_at, a.k, a.k_at, a.past_rows, b,
                                                kv_head, j0 + row)[d]);
        }
        operands[(key ? tile + row : row) * slice_pitch + e % slice] = v;
      }
      __syncthreads();
#pragma unroll 2
      for (int d = 0; d < slice; d += 4) {
        float4 q[own], k[own];
#pragma unroll
        for (int r = 0; r < own; ++r) {
          q[r] = four(operands + (own * y + r) * slice_pitch + d);
          k[r] = four(operands + (tile + x + side * r) * slice_pitch + d);
        }
#pragma unroll
        for (int r = 0; r < own; ++r) {
#pragma unroll
          for (int c = 0; c < own; ++c) {
            s[r][c] = fmaf(q[r].x, k[c].x, s[r][c]);
            s[r][c] = fmaf(q[r].y, k[c].y, s[r][c]);
            s[r][c] = fmaf(q[r].z, k[c].z, s[r][c]);
            s[r][c] = fmaf(q[r].w, k[c].w, s[r][c]);
          }
        }
      }
    }
#pragma unroll
    for (int r = 0; r < own; ++r) {
      float higher = top[r];
#pragma unroll
      for (int c = 0; c < own; ++c) {
        int const j = j0 + x + side * c;
        bool const sees = j >= seen[r].first && j < seen[r].end;
        s[r][c] = sees ? detail::biased(detail::capped(s[r][c] * a.scale, a.softcap), a.mask,
                                        mask_at[r] + j)
                       : -CUDART_INF_F;
        higher = fmaxf(higher, s[r][c]);
      }
      higher = row_max(higher);
      float const base = higher == -CUDART_INF_F ? 0.F : higher * detail::log2_e;
      float const fade = exp2f(fmaf(top[r], detail::log2_e, -base));
      top[r] = higher;
      total[r] *= fade;
#pragma unroll
      for (int c = 0; c < own; ++c) {
        float const w = exp2f(fmaf(s[r][c], detail::log2_e, -base));
        total[r] += w;  // of this thread's keys
        weights[(own * y + r) * weights_pitch + x + side * c] = w;
      }
#pragma unroll
      for (int p = 0; p < parts; ++p) {
#pragma unroll
        for (float& v : sum[r][p]) v *= fade;
      }
    }
#pragma unroll
    for (int v0 = 0; v0 < tile; v0 += value_rows) {
      __syncthreads();  // the weights are there, and nobody reads the operands any more
      for (int e = static_cast<int>(threadIdx.x); e < value_rows * Width; e += threads) {
        int const row = e / Width, c = e % Width, j = j0 + v0 + row;
        float v = 0.F;
        if (j < end && c < v_columns) {
          v = static_cast<float>(
              detail::row_of(a.past_v, a.past_v_at, a.v, a.v_at, a.past_rows, b, kv_head, j)[c]);
        }
        operands[row * value_pitch + c] = v;
      }
      __syncthreads();
#pragma unroll 2
      for (int j = 0; j < value_rows; j += 4) {
        float w[own][4];
#pragma unroll
        for (int r = 0; r < own; ++r) {
          float4 const f = four(weights + (own * y + r) * weights_pitch + v0 + j);
          w[r][0] = f.x, w[r][1] = f.y, w[r][2] = f.z, w[r][3] = f.w;
        }
#pragma unroll
        for (int u = 0; u < 4; ++u) {
#pragma unroll
          for (int p = 0; p < parts; ++p) {
            float4 const v = four(operands + (j + u) * value_pitch + p * tile + 4 * x);
#pragma unroll
            for (int r = 0; r < own; ++r) {
              sum[r][p][0] = fmaf(w[r][u], v.x, sum[r][p][0]);
              sum[r][p][1] = fmaf(w[r][u], v.y, sum[r][p][1]);
              sum[r][p][2] = fmaf(w[r][u], v.z, sum[r][p][2]);
              sum[r][p][3] = fmaf(w[r][u], v.w, sum[r][p][3]);
            }
          }
        }
      }
    }
  }

#pragma unroll
  for (int r = 0; r < own; ++r) {
    float const all = row_sum(total[r]);
    float const inverse = all == 0.F ? 0.F : 1.F / all;  // nothing is seen: zeros
    int const row = first_row + own * y + r;
    if (row > last_row) continue;
    T* const to = a.y + detail::PackedRow(rows, row, kv_head).offset(a.y_at, b);
#pragma unroll
    for (int p = 0; p < parts; ++p) {
#pragma unroll
      for (int e = 0; e < 4; ++e) {
        int const c = p * tile + 4 * x + e;
        if (c < v_columns) to[c] = static_cast<T>(sum[r][p][e] * inverse);
      }
    }
  }
}

template <int Width, class T, class V>
cudaError_t run(Attention<T, V> const& a, cudaStream_t stream) {
  PackedRows const rows = pack_rows(a, tile);
  int64_t const pieces = a.batch * a.kv_heads * rows.tiles;
  return launch(attention_tiles_kernel<Width, T, V>, whole_grid(pieces), threads, stream, a, rows,
                pieces);
}

}  // namespace

template <class T, class V>
bool tiles_path_covers(Attention<T, V> const& a) {
  return a.scores == nullptr && packs_rows(a) && a.head_size < (int64_t{1} << 30) &&
         a.v_head_size <= 256;
}

template <class T, class V>
cudaError_t attention_by_tiles(Attention<T, V> const& a, cudaStream_t stream) {
  if (a.v_head_size <= 64) return run<64>(a, stream);
  if (a.v_head_size <= 128) return run<128>(a, stream);
  return run<256>(a, stream);
}

#define TRTP_ATTENTION_TILES(T, V)                         \
  template bool tiles_path_covers(Attention<T, V> const&); \
  template cudaError_t attention_by_tiles(Attention<T, V> const&, cudaStream_t);
TRTP_ATTENTION_TILES(float, float)
TRTP_ATTENTION_TILES(float, __half)
TRTP_ATTENTION_TILES(__half, float)
TRTP_ATTENTION_TILES(__half, __half)

}  // namespace trtp::kernels
