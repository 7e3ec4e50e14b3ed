#include "attention.h"

#include "attention_paths.h"
#include "kernel/device.h"
#include "kernel/launch.cuh"

namespace trtp::kernels {
namespace {

constexpr int append_threads = 256;
constexpr int append_rows_per_block = 64;

// Elements of type U; a block does up to 64 rows of one batch and head.
template <class U>
__global__ void __launch_bounds__(append_threads)
    append_rows_kernel(U const* past, U const* fresh, RowStrides fresh_at, U* out, int64_t heads,
                       int64_t past_rows, int64_t new_rows, int64_t width, int64_t parts,
                       int64_t pieces) {
  if (block_index() >= pieces) return;
  int64_t const head = block_index() / parts;
  int64_t const first = block_index() % parts * append_rows_per_block;
  int64_t const rows = past_rows + new_rows;
  int64_t const last = min(first + append_rows_per_block, rows);
  U* const to = out + head * rows * width;
  // The rows of the past are one run of elements, however short each is.
  int64_t const past_end = min(last, past_rows) * width;
  U const* const old = past + head * past_rows * width;
  for (int64_t e = first * width + threadIdx.x; e < past_end; e += append_threads) to[e] = old[e];

  U const* const from = fresh + head / heads * fresh_at.batch + head % heads * fresh_at.head;
  int64_t const fresh_first = max(first, past_rows);
  if (fresh_first >= last) return;
  if (fresh_at.row == width) {  // so are these
    int64_t const count = (last - fresh_first) * width;
    U const* const run = from + (fresh_first - past_rows) * width;
    for (int64_t e = threadIdx.x; e < count; e += append_threads) {
      to[fresh_first * width + e] = run[e];
    }
    return;
  }
  // A warp per row.
  for (int64_t r = fresh_first + threadIdx.x / 32; r < last; r += append_threads / 32) {
    for (int64_t c = threadIdx.x % 32; c < width; c += 32) {
      to[r * width + c] = from[(r - past_rows) * fresh_at.row + c];
    }
  }
}

bool multiple_of(int64_t n, RowStrides const& at, int64_t width) {
  return at.batch % n == 0 && at.head % n == 0 && at.row % n == 0 && width % n == 0;
}

bool aligned_to_16(void const* p) { return reinterpret_cast<uintptr_t>(p) % 16 == 0; }

}  // namespace

template <class T>
cudaError_t append_rows(T const* past, T const* fresh, RowStrides fresh_at, T* out, int64_t batch,
                        int64_t heads, int64_t past_rows, int64_t new_rows, int64_t width,
                        cudaStream_t stream) {
  int64_t const rows = past_rows + new_rows;
  if (batch <= 0 || heads <= 0 || rows <= 0 || width <= 0) return cudaSuccess;
  int64_t const parts = ceil_div(rows, append_rows_per_block);
  int64_t const pieces = batch * heads * parts;
  constexpr int64_t n = 16 / sizeof(T);
  if (multiple_of(n, fresh_at, width) && aligned_to_16(past) && aligned_to_16(fresh) &&
      aligned_to_16(out)) {
    RowStrides const at{fresh_at.batch / n, fresh_at.head / n, fresh_at.row / n};
    return launch(append_rows_kernel<uint4>, whole_grid(pieces), append_threads, stream,
                  reinterpret_cast<uint4 const*>(past), reinterpret_cast<uint4 const*>(fresh), at,
                  reinterpret_cast<uint4*>(out), heads, past_rows, new_rows, width / n, parts,
                  pieces);
  }
  return launch(append_rows_kernel<T>, whole_grid(pieces), append_threads, stream, past, fresh,
                fresh_at, out, heads, past_rows, new_rows, width, parts, pieces);
}

template <class T, class V>
cudaError_t attention(Attention<T, V> const& a, cudaStream_t stream, AttentionPath path) {
  if (a.batch <= 0 || a.q_heads <= 0 || a.q_rows <= 0) return cudaSuccess;
  if (a.v_head_size <= 0 && a.scores == nullptr) return cudaSuccess;
  if (a.kv_heads <= 0 || a.q_heads % a.kv_heads != 0) return cudaErrorInvalidValue;
  bool const any = path == AttentionPath::automatic;
  if constexpr (std::is_same_v<T, V>) {
    if ((any || path == AttentionPath::decode) && decode_path_covers(a)) {
      return attention_by_decoding(a, stream);
    }
  }
  if constexpr (std::is_same_v<T, __half> && std::is_same_v<V, __half>) {
    if (any || path == AttentionPath::tensor) {
      Device device;
      cudaError_t const status = current_device(device);
      if (status != cudaSuccess) return status;
      if (device.capability >= 80 && tensor_path_covers(a)) {
        return attention_by_tensor_cores(a, stream);
      }
    }
  }
  if ((any || path == AttentionPath::tiles) && tiles_path_covers(a)) {
    return attention_by_tiles(a, stream);
  }
  if (any || path == AttentionPath::rows) return attention_by_rows(a, stream);
  return cudaErrorNotSupported;
}

#define TRTP_ATTENTION(T, V) \
  template cudaError_t attention(Attention<T, V> const&, cudaStream_t, AttentionPath);
TRTP_ATTENTION(float, float)
TRTP_ATTENTION(float, __half)
TRTP_ATTENTION(__half, float)
TRTP_ATTENTION(__half, __half)

template cudaError_t append_rows(float const*, float const*, RowStrides, float*, int64_t, int64_t,
                                 int64_t, int64_t, int64_t, cudaStream_t);
template cudaError_t append_rows(__half const*, __half const*, RowStrides, __half*, int64_t,
                                 int64_t, int64_t, int64_t, int64_t, cudaStream_t);

}  // namespace trtp::kernels
