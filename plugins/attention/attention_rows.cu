// A block for every query: any case there is, at no great speed.

#include "attention.cuh"
#include "attention_paths.h"
#include "kernel/launch.cuh"
#include "kernel/reduce.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 128;
constexpr int warps = threads / 32;
constexpr int chunk = threads;  // keys at a time
constexpr int columns_per_thread = 4;
constexpr int columns_per_block = threads * columns_per_thread;

// A query, and the keys and masks that belong to it.
template <class T, class V>
struct Query {
  Attention<T, V> const& a;
  int64_t b, h, kv_head, i;
  T const* q;
  int64_t mask_at;

  __device__ Query(Attention<T, V> const& all, int64_t row)
      : a(all),
        b(row / all.q_rows / all.q_heads),
        h(row / all.q_rows % all.q_heads),
        kv_head(h / (all.q_heads / all.kv_heads)),
        i(row % all.q_rows),
        q(all.q + b * all.q_at.batch + h * all.q_at.head + i * all.q_at.row),
        mask_at(b * all.mask.at.batch + h * all.mask.at.head + i * all.mask.at.row) {}

  // q k^T * scale for key j; all lanes of a warp take part and get it.
  __device__ float product(int64_t j) const {
    T const* const k =
        detail::row_of(a.past_k, a.past_k_at, a.k, a.k_at, a.past_rows, b, kv_head, j);
    float sum = 0.F;
    for (int64_t d = threadIdx.x % 32; d < a.head_size; d += 32) {
      sum = fmaf(static_cast<float>(q[d]), static_cast<float>(k[d]), sum);
    }
    return WarpGroup<32>::sum(sum) * a.scale;
  }
  // What goes into the softmax; j is visible.
  __device__ float score(float product, int64_t j) const {
    return detail::biased(detail::capped(product, a.softcap), a.mask, mask_at + j);
  }
};

template <class T, class V>
__global__ void __launch_bounds__(threads)
    attention_rows_kernel(Attention<T, V> const a, int64_t rows, int64_t column_blocks) {
  if (block_index() >= rows * column_blocks) return;
  int64_t const row = block_index() / column_blocks;
  int64_t const column =
      block_index() % column_blocks * columns_per_block + static_cast<int>(threadIdx.x);
  int const warp = static_cast<int>(threadIdx.x) / 32, lane = static_cast<int>(threadIdx.x) % 32;
  Query<T, V> const query(a, row);
  detail::KeyRange const range = detail::visible_keys(a, query.b, query.i);

  __shared__ float weight[chunk];
  float top = -CUDART_INF_F, total = 0.F;
  float sum[columns_per_thread] = {};
  for (int64_t first = range.first; first < range.end; first += chunk) {
    int const n = static_cast<int>(min(range.end - first, int64_t{chunk}));
    for (int j = warp; j < n; j += warps) {
      float const s = query.score(query.product(first + j), first + j);
      if (lane == 0) weight[j] = s;
    }
    __syncthreads();
    float higher = top;
    for (int j = 0; j < n; ++j) higher = fmaxf(higher, weight[j]);
    float const base = higher == -CUDART_INF_F ? 0.F : higher;  // all were left out so far
    __syncthreads();
    if (static_cast<int>(threadIdx.x) < n) {
      weight[threadIdx.x] = expf(weight[threadIdx.x] - base);
    }
    __syncthreads();
    float const fade = expf(top - base);
    top = higher;
    total *= fade;
#pragma unroll
    for (float& s : sum) s *= fade;
    for (int j = 0; j < n; ++j) {
      V const* const v = detail::row_of(a.past_v, a.past_v_at, a.v, a.v_at, a.past_rows, query.b,
                                        query.kv_head, first + j);
      total += weight[j];
#pragma unroll
      for (int u = 0; u < columns_per_thread; ++u) {
        int64_t const c = column + u * threads;
        if (c < a.v_head_size) sum[u] = fmaf(weight[j], static_cast<float>(v[c]), sum[u]);
      }
    }
    __syncthreads();
  }
  float const factor = total == 0.F ? 0.F : 1.F / total;  // nothing is seen: zeros
  T* const y = a.y + query.b * a.y_at.batch + query.h * a.y_at.head + query.i * a.y_at.row;
#pragma unroll
  for (int u = 0; u < columns_per_thread; ++u) {
    int64_t const c = column + u * threads;
    if (c < a.v_head_size) y[c] = static_cast<T>(total == 0.F ? 0.F : sum[u] * factor);
  }

  if (a.scores == nullptr || block_index() % column_blocks != 0) return;
  int64_t const keys = a.past_rows + a.new_rows;
  float const base = top == -CUDART_INF_F ? 0.F : top;
  for (int64_t j = warp; j < keys; j += warps) {
    bool const seen = j >= range.first && j < range.end;
    float s = query.product(j);
    switch (a.scores_kind) {
      case AttentionScores::product: break;
      case AttentionScores::capped: s = detail::capped(s, a.softcap); break;
      case AttentionScores::biased: s = seen ? query.score(s, j) : -CUDART_INF_F; break;
      case AttentionScores::probabilities:
        s = seen && total != 0.F ? expf(query.score(s, j) - base) * factor : 0.F;
        break;
    }
    if (lane == 0) a.scores[row * keys + j] = static_cast<T>(s);
  }
}

}  // namespace

template <class T, class V>
cudaError_t attention_by_rows(Attention<T, V> const& a, cudaStream_t stream) {
  int64_t const rows = a.batch * a.q_heads * a.q_rows;
  // Scores are wanted of values without columns too.
  int64_t const column_blocks = a.v_head_size > 0 ? ceil_div(a.v_head_size, columns_per_block) : 1;
  return launch(attention_rows_kernel<T, V>, whole_grid(rows * column_blocks), threads, stream, a,
                rows, column_blocks);
}

template cudaError_t attention_by_rows(Attention<float, float> const&, cudaStream_t);
template cudaError_t attention_by_rows(Attention<float, __half> const&, cudaStream_t);
template cudaError_t attention_by_rows(Attention<__half, float> const&, cudaStream_t);
template cudaError_t attention_by_rows(Attention<__half, __half> const&, cudaStream_t);

}  // namespace trtp::kernels
