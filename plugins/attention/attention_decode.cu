// Few queries per head of keys, as in generating text: nothing but the reading of keys and values
// takes time. A few lanes share a key, each with some of its columns in packs of 16 bytes, and
// keep a softmax of their own, over the keys that are theirs; these are joined in the end.

#include "attention.cuh"
#include "attention_paths.h"
#include "kernel/reduce.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 128;
constexpr int warps = threads / 32;

// `Lanes` lanes share a key, `Packs` packs of it each, and have `Rows` queries.
template <class T, int Lanes_, int Packs_, int Rows_>
struct Form {
  static constexpr int lanes = Lanes_, packs = Packs_, rows = Rows_;
  static constexpr int elements = pack_size<T>();
  static constexpr int numbers = packs * elements;  // of a thread, per query
  static constexpr int width = lanes * numbers;
  static constexpr int groups = warps * (32 / lanes);
  static constexpr int keys = rows <= 2 ? 4 : 2;  // at a time
};

// The state of a softmax, joined to another one.
__device__ __forceinline__ void join_factors(float top, float other, float& mine, float& others,
                                             float& joint) {
  joint = fmaxf(top, other);
  float const base = joint == -CUDART_INF_F ? 0.F : joint * detail::log2_e;
  mine = exp2f(fmaf(top, detail::log2_e, -base));
  others = exp2f(fmaf(other, detail::log2_e, -base));
}

template <class F, class T>
__global__ void __launch_bounds__(threads)
    attention_decode_kernel(Attention<T, T> const a, PackedRows const rows, int64_t pieces) {
  if (block_index() >= pieces) return;
  constexpr int n = F::elements;
  int const lane = static_cast<int>(threadIdx.x) % 32, warp = static_cast<int>(threadIdx.x) / 32;
  int const group = warp * (32 / F::lanes) + lane / F::lanes;
  int const first_row = static_cast<int>(block_index() % rows.tiles) * F::rows;
  int const last_row = min(first_row + F::rows, rows.count) - 1;
  int64_t const head = block_index() / rows.tiles;
  int64_t const b = head / a.kv_heads, kv_head = head % a.kv_heads;
  int const columns = static_cast<int>(a.head_size), v_columns = static_cast<int>(a.v_head_size);
  auto const column = [&](int p) { return (p * F::lanes + lane % F::lanes) * n; };

  float q[F::rows][F::numbers];
  detail::Seen seen[F::rows];
  int64_t mask_at[F::rows];
#pragma unroll
  for (int r = 0; r < F::rows; ++r) {
    detail::PackedRow const query(rows, min(first_row + r, last_row), kv_head);
    seen[r] = detail::seen_by(a, b, query.i);
    mask_at[r] = query.offset(a.mask.at, b);
#pragma unroll
    for (int p = 0; p < F::packs; ++p) {
      Pack<T, n> pack{};
      if (column(p) < columns) pack = load<n>(a.q + query.offset(a.q_at, b) + column(p));
      auto const numbers = widen(pack);
#pragma unroll
      for (int e = 0; e < n; ++e) q[r][p * n + e] = numbers[e] * a.scale;
    }
  }
  int const end = seen[F::rows - 1].end;
  int const begin = seen[0].first;

  float sum[F::rows][F::numbers] = {};
  float top[F::rows], total[F::rows];
#pragma unroll
  for (int r = 0; r < F::rows; ++r) {
    top[r] = -CUDART_INF_F;
    total[r] = 0.F;
  }
  for (int j0 = begin; j0 < end; j0 += F::groups * F::keys) {
    int const j = j0 + group * F::keys;
    Pack<T, n> k[F::keys][F::packs], v[F::keys][F::packs];
#pragma unroll
    for (int u = 0; u < F::keys; ++u) {
      bool const there = j + u < end;
      T const* const k_row = detail::row_of(a.past_k, a.past_k_at, a.k, a.k_at, a.past_rows, b,
                                            kv_head, there ? j + u : 0);
      T const* const v_row = detail::row_of(a.past_v, a.past_v_at, a.v, a.v_at, a.past_rows, b,
                                            kv_head, there ? j + u : 0);
#pragma unroll
      for (int p = 0; p < F::packs; ++p) {
        k[u][p] = {};
        v[u][p] = {};
        if (there && column(p) < columns) k[u][p] = load<n>(k_row + column(p));
        if (there && column(p) < v_columns) v[u][p] = load<n>(v_row + column(p));
      }
    }
    float s[F::keys][F::rows] = {};
#pragma unroll
    for (int u = 0; u < F::keys; ++u) {
#pragma unroll
      for (int p = 0; p < F::packs; ++p) {
        auto const numbers = widen(k[u][p]);
#pragma unroll
        for (int r = 0; r < F::rows; ++r) {
#pragma unroll
          for (int e = 0; e < n; ++e) s[u][r] = fmaf(q[r][p * n + e], numbers[e], s[u][r]);
        }
      }
    }
#pragma unroll
    for (int r = 0; r < F::rows; ++r) {
      float higher = top[r];
#pragma unroll
      for (int u = 0; u < F::keys; ++u) {
        float const x = detail::capped(WarpGroup<F::lanes>::sum(s[u][r]), a.softcap);
        bool const sees = j + u >= seen[r].first && j + u < seen[r].end;
        s[u][r] = sees ? detail::biased(x, a.mask, mask_at[r] + j + u) : -CUDART_INF_F;
        higher = fmaxf(higher, s[u][r]);
      }
      float const base = higher == -CUDART_INF_F ? 0.F : higher * detail::log2_e;
      float const fade = exp2f(fmaf(top[r], detail::log2_e, -base));
      top[r] = higher;
      total[r] *= fade;
#pragma unroll
      for (float& f : sum[r]) f *= fade;
#pragma unroll
      for (int u = 0; u < F::keys; ++u) {
        s[u][r] = exp2f(fmaf(s[u][r], detail::log2_e, -base));
        total[r] += s[u][r];
      }
    }
#pragma unroll
    for (int u = 0; u < F::keys; ++u) {
#pragma unroll
      for (int p = 0; p < F::packs; ++p) {
        auto const numbers = widen(v[u][p]);
#pragma unroll
        for (int r = 0; r < F::rows; ++r) {
#pragma unroll
          for (int e = 0; e < n; ++e) {
            sum[r][p * n + e] = fmaf(s[u][r], numbers[e], sum[r][p * n + e]);
          }
        }
      }
    }
  }

  // Groups of a warp, then warps.
#pragma unroll
  for (int distance = F::lanes; distance < 32; distance *= 2) {
#pragma unroll
    for (int r = 0; r < F::rows; ++r) {
      float mine, others, joint;
      float const other = __shfl_xor_sync(0xFFFFFFFFU, top[r], distance);
      join_factors(top[r], other, mine, others, joint);
      top[r] = joint;
      float const other_total = __shfl_xor_sync(0xFFFFFFFFU, total[r], distance);
      total[r] = total[r] * mine + other_total * others;
#pragma unroll
      for (float& f : sum[r]) {
        float const other_sum = __shfl_xor_sync(0xFFFFFFFFU, f, distance);
        f = f * mine + other_sum * others;
      }
    }
  }
  __shared__ float tops[F::rows][warps], totals[F::rows][warps], sums[F::rows][warps][F::width];
#pragma unroll
  for (int r = 0; r < F::rows; ++r) {
    if (lane == 0) {
      tops[r][warp] = top[r];
      totals[r][warp] = total[r];
    }
    if (lane >= F::lanes) continue;
#pragma unroll
    for (int p = 0; p < F::packs; ++p) {
#pragma unroll
      for (int e = 0; e < n; ++e) sums[r][warp][column(p) + e] = sum[r][p * n + e];
    }
  }
  __syncthreads();
  for (int r = 0; r <= last_row - first_row; ++r) {
    float highest = -CUDART_INF_F;
    for (float const f : tops[r]) highest = fmaxf(highest, f);
    float const base = highest == -CUDART_INF_F ? 0.F : highest * detail::log2_e;
    float factor[warps], all = 0.F;
#pragma unroll
    for (int w = 0; w < warps; ++w) {
      factor[w] = exp2f(fmaf(tops[r][w], detail::log2_e, -base));
      all += factor[w] * totals[r][w];
    }
    float const inverse = all == 0.F ? 0.F : 1.F / all;  // nothing is seen: zeros
    T* const y = a.y + detail::PackedRow(rows, first_row + r, kv_head).offset(a.y_at, b);
    for (int c = static_cast<int>(threadIdx.x); c < v_columns; c += threads) {
      float out = 0.F;
#pragma unroll
      for (int w = 0; w < warps; ++w) out += factor[w] * sums[r][w][c];
      y[c] = static_cast<T>(out * inverse);
    }
  }
}

template <int Lanes, int Packs, int Rows, class T>
cudaError_t run(Attention<T, T> const& a, cudaStream_t stream) {
  PackedRows const rows = pack_rows(a, Rows);
  int64_t const pieces = a.batch * a.kv_heads * rows.tiles;
  return launch(attention_decode_kernel<Form<T, Lanes, Packs, Rows>, T>, whole_grid(pieces),
                threads, stream, a, rows, pieces);
}

template <int Lanes, int Packs, class T>
cudaError_t run_rows(Attention<T, T> const& a, cudaStream_t stream) {
  int64_t const rows = a.q_rows * (a.q_heads / a.kv_heads);
  if (rows <= 1) return run<Lanes, Packs, 1>(a, stream);
  if (rows <= 2) return run<Lanes, Packs, 2>(a, stream);
  if (rows <= 4) return run<Lanes, Packs, 4>(a, stream);
  return run<Lanes, Packs, 8>(a, stream);
}

template <class T>
bool packs_of_16_bytes(T const* data, RowStrides const& at) {
  constexpr int64_t n = pack_size<T>();
  return aligned<pack_size<T>()>(data) && at.batch % n == 0 && at.head % n == 0 && at.row % n == 0;
}

}  // namespace

template <class T>
bool decode_path_covers(Attention<T, T> const& a) {
  constexpr int64_t n = pack_size<T>();
  return a.scores == nullptr && packs_rows(a) && a.q_rows * (a.q_heads / a.kv_heads) <= 8 &&
         a.head_size % n == 0 && a.head_size <= 256 && a.v_head_size % n == 0 &&
         a.v_head_size <= 256 && packs_of_16_bytes(a.q, a.q_at) && packs_of_16_bytes(a.k, a.k_at) &&
         packs_of_16_bytes(a.v, a.v_at) && packs_of_16_bytes(a.past_k, a.past_k_at) &&
         packs_of_16_bytes(a.past_v, a.past_v_at);
}

template <class T>
cudaError_t attention_by_decoding(Attention<T, T> const& a, cudaStream_t stream) {
  constexpr int n = pack_size<T>();
  int64_t const width = a.head_size > a.v_head_size ? a.head_size : a.v_head_size;
  if (width <= 8 * n) return run_rows<8, 1>(a, stream);
  if (width <= 16 * n) return run_rows<16, 1>(a, stream);
  if (width <= 32 * n) return run_rows<32, 1>(a, stream);
  if constexpr (n == 4) return run_rows<32, 2>(a, stream);
  return cudaErrorNotSupported;
}

template bool decode_path_covers(Attention<float, float> const&);
template bool decode_path_covers(Attention<__half, __half> const&);
template cudaError_t attention_by_decoding(Attention<float, float> const&, cudaStream_t);
template cudaError_t attention_by_decoding(Attention<__half, __half> const&, cudaStream_t);

}  // namespace trtp::kernels
