#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// Attention without softmax, as a recurrence (ONNX's LinearAttention-27). Each head of keys and
// values has a state s, [key_size, value_size]; a step t does
//   s *= exp(decay_t), by rows            if there is decay
//   u = v_t, or beta_t * (v_t - s^T k_t)  if there is beta
//   s += k_t u^T
//   y_t = scale * s^T q_t                 for every query head of the group
// Tensors are contiguous: query [batch, steps, q_heads * key_size], key [batch, steps, kv_heads *
// key_size], value [batch, steps, kv_heads * value_size], y [batch, steps, q_heads * value_size],
// states [batch, kv_heads, key_size, value_size]. q_heads is a multiple of kv_heads. All is
// computed in float. T and S are float or __half each.
template <class T, class S>
struct LinearAttention {
  int64_t batch = 0, steps = 0;
  int64_t q_heads = 0, kv_heads = 0;
  int64_t key_size = 0, value_size = 0;

  T const* query = nullptr;
  T const* key = nullptr;
  T const* value = nullptr;
  S const* past = nullptr;   // null: zeros
  T const* decay = nullptr;  // [batch, steps, kv_heads * decay_size], or null
  int64_t decay_size = 0;    // key_size, or 1: the same for all rows
  T const* beta = nullptr;   // [batch, steps, beta_heads], or null
  int64_t beta_heads = 0;    // kv_heads, or 1
  T* y = nullptr;            // null: not wanted
  S* present = nullptr;      // null: not wanted
  float scale = 1.F;
};

// `general` keeps the state in global memory, and takes key heads of any size; otherwise it is in
// registers, for key heads of up to 256.
enum class LinearAttentionPath { automatic, general };

// What linear_attention() needs, in bytes.
size_t linear_attention_workspace(int64_t batch, int64_t kv_heads, int64_t key_size,
                                  int64_t value_size,
                                  LinearAttentionPath path = LinearAttentionPath::automatic);

template <class T, class S>
cudaError_t linear_attention(LinearAttention<T, S> const& a, void* workspace, cudaStream_t stream,
                             LinearAttentionPath path = LinearAttentionPath::automatic);

}  // namespace trtp::kernels
