#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// Where the rows of a tensor [batch, heads, rows, width] are: distances in elements. The elements
// of a row are adjacent.
struct RowStrides {
  int64_t batch = 0;
  int64_t head = 0;
  int64_t row = 0;
};

// What is added to scores, or decides which of them count. Broadcast: a stride is 0 where the mask
// has an extent of 1.
struct AttentionMask {
  enum class Type { none, boolean, f32, f16 };
  Type type = Type::none;
  void const* data = nullptr;
  RowStrides at;
  int64_t length = 0;  // keys from this one on are left out
};

// What of the scores is to be written, in the order of ONNX's qk_matmul_output_mode.
enum class AttentionScores { product, capped, biased, probabilities };

// Scaled dot-product attention as ONNX's Attention-25 defines it:
//   s = q k^T * scale;  s = softcap * tanh(s / softcap), if softcap > 0;  y = softmax(s + bias) v
// Query heads share heads of keys and values in groups of q_heads / kv_heads neighbours. Query i of
// batch b is at position p = i + past_rows, or i + lengths[b] - q_rows where there are `lengths`;
// it sees key j if j < lengths[b], j <= p if causal, p - left <= j <= p + right (negative: no
// bound), and as the mask has it. A query that sees nothing gives zeros. Keys from
// lengths[b] on are not read at all. Everything between input and output is float.
// T and V are float or __half each.
template <class T, class V>
struct Attention {
  int64_t batch = 0;
  int64_t q_heads = 0, kv_heads = 0;  // a multiple
  int64_t q_rows = 0;
  int64_t past_rows = 0, new_rows = 0;  // of keys and values: those of past_k, then those of k
  int64_t head_size = 0, v_head_size = 0;

  T const* q = nullptr;
  T const* k = nullptr;
  V const* v = nullptr;
  T const* past_k = nullptr;
  V const* past_v = nullptr;
  T* y = nullptr;
  RowStrides q_at, k_at, v_at, past_k_at, past_v_at, y_at;

  AttentionMask mask;
  int32_t const* lengths = nullptr;  // [batch], or null

  T* scores = nullptr;  // [batch, q_heads, q_rows, past_rows + new_rows], or null
  AttentionScores scores_kind = AttentionScores::product;

  float scale = 1.F;
  float softcap = 0.F;
  bool causal = false;
  int64_t left = -1, right = -1;
};

// Which kernel computes. `automatic` takes the fastest that covers the case; the others are for
// comparison, and fail with cudaErrorNotSupported on what they do not cover. `rows` alone writes
// scores.
enum class AttentionPath {
  automatic,
  rows,    // covers everything
  tiles,   // any head size, values of up to 256 columns
  decode,  // up to 8 queries per head of keys; T and V the same, head sizes of up to 256, in
           // multiples of 16 bytes and aligned to them
  tensor,  // __half, head sizes likewise, on devices of compute capability 8.0 and newer
};

template <class T, class V>
cudaError_t attention(Attention<T, V> const& a, cudaStream_t stream,
                      AttentionPath path = AttentionPath::automatic);

// out, [batch, heads, past_rows + new_rows, width], contiguous: the rows of `past`, contiguous, and
// then those of `fresh`, per batch and head.
template <class T>
cudaError_t append_rows(T const* past, T const* fresh, RowStrides fresh_at, T* out, int64_t batch,
                        int64_t heads, int64_t past_rows, int64_t new_rows, int64_t width,
                        cudaStream_t stream);

}  // namespace trtp::kernels
