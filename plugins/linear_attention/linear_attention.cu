#include "linear_attention.h"

#include "kernel/launch.cuh"
#include "kernel/reduce.cuh"

namespace trtp::kernels {
namespace {

// Columns of a state do not depend on each other: eight lanes share a column, each with every
// eighth row in registers, and a block has some columns of one head.
constexpr int lanes = 8;
constexpr int threads = 128;
constexpr int columns = threads / lanes;
constexpr int64_t largest_key = 256;
constexpr int shared_floats = 48 * 1024 / static_cast<int>(sizeof(float));

// What a chunk of steps has in shared memory, one array after the other, as floats. Keys, queries
// and decays are padded with zeros to a multiple of the lanes' rows.
struct Layout {
  int steps;  // of a chunk
  int padded;
  int queries;  // heads of which are in shared memory: all of a group, or none
  bool decay_by_row;
  __host__ __device__ int floats_per_step() const {
    return padded * (1 + queries + (decay_by_row ? 1 : 0)) + columns + 2;
  }
};

template <int Rows, class T, class S>
__global__ void __launch_bounds__(threads)
    linear_attention_kernel(LinearAttention<T, S> const a, Layout const layout,
                            int64_t column_blocks, int64_t pieces) {
  if (block_index() >= pieces) return;
  extern __shared__ __align__(16) unsigned char storage[];
  int const padded = layout.padded;
  auto* const keys = reinterpret_cast<float*>(storage);
  float* const queries = keys + layout.steps * padded;
  float* const decays = queries + layout.steps * padded * layout.queries;
  float* const values = decays + layout.steps * (layout.decay_by_row ? padded : 1);
  float* const betas = values + layout.steps * columns;

  int const lane = static_cast<int>(threadIdx.x) % lanes;
  int const own = static_cast<int>(threadIdx.x) / lanes;
  int64_t const first_column = block_index() % column_blocks * columns;
  int64_t const column = first_column + own;
  bool const there = column < a.value_size;
  int64_t const head = block_index() / column_blocks;
  int64_t const b = head / a.kv_heads, h = head % a.kv_heads;
  int const group = static_cast<int>(a.q_heads / a.kv_heads);
  int const key_size = static_cast<int>(a.key_size);

  float state[Rows];
#pragma unroll
  for (int r = 0; r < Rows; ++r) {
    int const d = r * lanes + lane;
    state[r] = 0.F;
    if (a.past != nullptr && there && d < key_size) {
      state[r] = static_cast<float>(a.past[(head * key_size + d) * a.value_size + column]);
    }
  }

  for (int64_t first = 0; first < a.steps; first += layout.steps) {
    int const n = static_cast<int>(min(a.steps - first, int64_t{layout.steps}));
    int64_t const from = b * a.steps + first;  // the first row of this chunk in every input
    __syncthreads();                           // nobody reads the last chunk any more
    for (int e = static_cast<int>(threadIdx.x); e < n * padded; e += threads) {
      int const s = e / padded, d = e % padded;
      bool const in = d < key_size;
      int64_t const at = ((from + s) * a.kv_heads + h) * key_size + d;
      keys[e] = in ? static_cast<float>(a.key[at]) : 0.F;
      if (layout.decay_by_row) decays[e] = in ? expf(static_cast<float>(a.decay[at])) : 0.F;
      for (int i = 0; i < layout.queries; ++i) {
        queries[(s * group + i) * padded + d] =
            in ? static_cast<float>(
                     a.query[((from + s) * a.q_heads + h * group + i) * key_size + d])
               : 0.F;
      }
    }
    for (int e = static_cast<int>(threadIdx.x); e < n * columns; e += threads) {
      int const s = e / columns;
      int64_t const c = first_column + e % columns;
      values[e] =
          c < a.value_size
              ? static_cast<float>(a.value[((from + s) * a.kv_heads + h) * a.value_size + c])
              : 0.F;
    }
    for (int s = static_cast<int>(threadIdx.x); s < n; s += threads) {
      if (a.decay != nullptr && !layout.decay_by_row) {
        decays[s] = expf(static_cast<float>(a.decay[(from + s) * a.kv_heads + h]));
      }
      if (a.beta != nullptr) {
        betas[s] =
            static_cast<float>(a.beta[(from + s) * a.beta_heads + (a.beta_heads == 1 ? 0 : h)]);
      }
    }
    __syncthreads();

    for (int s = 0; s < n; ++s) {
      float k[Rows];
#pragma unroll
      for (int r = 0; r < Rows; ++r) k[r] = keys[s * padded + r * lanes + lane];
      if (a.decay != nullptr) {
#pragma unroll
        for (int r = 0; r < Rows; ++r) {
          state[r] *= layout.decay_by_row ? decays[s * padded + r * lanes + lane] : decays[s];
        }
      }
      float u = values[s * columns + own];
      if (a.beta != nullptr) {
        float found = 0.F;
#pragma unroll
        for (int r = 0; r < Rows; ++r) found = fmaf(state[r], k[r], found);
        u = betas[s] * (u - WarpGroup<lanes>::sum(found));
      }
#pragma unroll
      for (int r = 0; r < Rows; ++r) state[r] = fmaf(k[r], u, state[r]);
      if (a.y == nullptr) continue;
      for (int i = 0; i < group; ++i) {
        int64_t const q_row = (from + s) * a.q_heads + h * group + i;
        float out = 0.F;
#pragma unroll
        for (int r = 0; r < Rows; ++r) {
          int const d = r * lanes + lane;
          float q = 0.F;
          if (layout.queries > 0) {
            q = queries[(s * group + i) * padded + d];
          } else if (d < key_size) {
            q = static_cast<float>(a.query[q_row * key_size + d]);
          }
          out = fmaf(q, state[r], out);
        }
        out = WarpGroup<lanes>::sum(out);
        if (lane == 0 && there) a.y[q_row * a.value_size + column] = static_cast<T>(out * a.scale);
      }
    }
  }

  if (a.present == nullptr || !there) return;
#pragma unroll
  for (int r = 0; r < Rows; ++r) {
    int const d = r * lanes + lane;
    if (d < key_size) {
      a.present[(head * key_size + d) * a.value_size + column] = static_cast<S>(state[r]);
    }
  }
}

// A thread per column, its state in `states`, [batch, kv_heads, key_size, value_size].
template <class T, class S>
__global__ void __launch_bounds__(threads)
    linear_attention_general_kernel(LinearAttention<T, S> const a, float* states,
                                    int64_t column_blocks, int64_t pieces) {
  if (block_index() >= pieces) return;
  int64_t const column = block_index() % column_blocks * threads + static_cast<int>(threadIdx.x);
  if (column >= a.value_size) return;
  int64_t const head = block_index() / column_blocks;
  int64_t const b = head / a.kv_heads, h = head % a.kv_heads, group = a.q_heads / a.kv_heads;
  int64_t const base = head * a.key_size * a.value_size + column;
  float* const state = states + base;
  for (int64_t d = 0; d < a.key_size; ++d) {
    state[d * a.value_size] =
        a.past != nullptr ? static_cast<float>(a.past[base + d * a.value_size]) : 0.F;
  }
  for (int64_t t = b * a.steps; t < (b + 1) * a.steps; ++t) {
    T const* const k = a.key + (t * a.kv_heads + h) * a.key_size;
    float found = 0.F;
    for (int64_t d = 0; d < a.key_size; ++d) {
      float s = state[d * a.value_size];
      if (a.decay != nullptr) {
        int64_t const at = (t * a.kv_heads + h) * a.decay_size + (a.decay_size == 1 ? 0 : d);
        s *= expf(static_cast<float>(a.decay[at]));
        state[d * a.value_size] = s;
      }
      found = fmaf(s, static_cast<float>(k[d]), found);
    }
    float u = static_cast<float>(a.value[(t * a.kv_heads + h) * a.value_size + column]);
    if (a.beta != nullptr) {
      u = static_cast<float>(a.beta[t * a.beta_heads + (a.beta_heads == 1 ? 0 : h)]) * (u - found);
    }
    for (int64_t d = 0; d < a.key_size; ++d) {
      state[d * a.value_size] = fmaf(static_cast<float>(k[d]), u, state[d * a.value_size]);
    }
    for (int64_t i = 0; a.y != nullptr && i < group; ++i) {
      int64_t const q_row = t * a.q_heads + h * group + i;
      float out = 0.F;
      for (int64_t d = 0; d < a.key_size; ++d) {
        out =
            fmaf(static_cast<float>(a.query[q_row * a.key_size + d]), state[d * a.value_size], out);
      }
      a.y[q_row * a.value_size + column] = static_cast<T>(out * a.scale);
    }
  }
  for (int64_t d = 0; a.present != nullptr && d < a.key_size; ++d) {
    a.present[base + d * a.value_size] = static_cast<S>(state[d * a.value_size]);
  }
}

template <int Rows, class T, class S>
cudaError_t run(LinearAttention<T, S> const& a, cudaStream_t stream) {
  Layout layout{};
  layout.padded = Rows * lanes;
  layout.decay_by_row = a.decay != nullptr && a.decay_size != 1;
  layout.queries = a.y != nullptr && a.q_heads / a.kv_heads < shared_floats / layout.padded
                       ? static_cast<int>(a.q_heads / a.kv_heads)
                       : 0;
  if (layout.floats_per_step() > shared_floats) layout.queries = 0;
  constexpr int most = 32;
  int const fit = shared_floats / layout.floats_per_step();
  layout.steps = fit < most ? fit : most;

  int64_t const column_blocks = ceil_div(a.value_size, columns);
  int64_t const pieces = a.batch * a.kv_heads * column_blocks;
  cudaLaunchConfig_t config{};
  config.gridDim = whole_grid(pieces);
  config.blockDim = dim3(threads);
  config.dynamicSmemBytes =
      static_cast<size_t>(layout.steps * layout.floats_per_step()) * sizeof(float);
  config.stream = stream;
  return cudaLaunchKernelEx(&config, linear_attention_kernel<Rows, T, S>, a, layout, column_blocks,
                            pieces);
}

bool in_registers(int64_t key_size, LinearAttentionPath path) {
  return path == LinearAttentionPath::automatic && key_size <= largest_key;
}

}  // namespace

size_t linear_attention_workspace(int64_t batch, int64_t kv_heads, int64_t key_size,
                                  int64_t value_size, LinearAttentionPath path) {
  return in_registers(key_size, path)
             ? 0
             : static_cast<size_t>(batch * kv_heads * key_size * value_size) * sizeof(float);
}

template <class T, class S>
cudaError_t linear_attention(LinearAttention<T, S> const& a, void* workspace, cudaStream_t stream,
                             LinearAttentionPath path) {
  if (a.batch <= 0 || a.kv_heads <= 0 || a.value_size <= 0) return cudaSuccess;
  if (a.q_heads % a.kv_heads != 0) return cudaErrorInvalidValue;
  if (!in_registers(a.key_size, path)) {
    int64_t const column_blocks = ceil_div(a.value_size, threads);
    int64_t const pieces = a.batch * a.kv_heads * column_blocks;
    return launch(linear_attention_general_kernel<T, S>, whole_grid(pieces), threads, stream, a,
                  static_cast<float*>(workspace), column_blocks, pieces);
  }
  if (a.key_size <= 4 * lanes) return run<4>(a, stream);
  if (a.key_size <= 8 * lanes) return run<8>(a, stream);
  if (a.key_size <= 16 * lanes) return run<16>(a, stream);
  return run<32>(a, stream);
}

#define TRTP_LINEAR_ATTENTION(T, S)                                                        \
  template cudaError_t linear_attention(LinearAttention<T, S> const&, void*, cudaStream_t, \
                                        LinearAttentionPath);
TRTP_LINEAR_ATTENTION(float, float)
TRTP_LINEAR_ATTENTION(__half, __half)
TRTP_LINEAR_ATTENTION(__half, float)
TRTP_LINEAR_ATTENTION(float, __half)

}  // namespace trtp::kernels
