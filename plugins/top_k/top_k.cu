#include "top_k.h"

#include <cub/block/block_radix_sort.cuh>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_segmented_radix_sort.cuh>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "kernel/launch.cuh"
#include "order.h"

// Lines are sorted by keys of which the smallest is wanted first. Radix sort by digits from the
// lowest on is stable by necessity, so that what starts in the order of indices ends so among
// equals.

namespace trtp::kernels {
namespace detail {

// Where lines start: 0, n, 2n, ...
class Starts {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using value_type = int;
  using difference_type = std::ptrdiff_t;
  using pointer = int const*;
  using reference = int;

  __host__ __device__ Starts(int n, std::ptrdiff_t at) : n_(n), at_(at) {}
  __host__ __device__ int operator*() const { return static_cast<int>(at_ * n_); }
  __host__ __device__ int operator[](std::ptrdiff_t i) const {
    return static_cast<int>((at_ + i) * n_);
  }
  __host__ __device__ Starts operator+(std::ptrdiff_t i) const { return {n_, at_ + i}; }

 private:
  int n_;
  std::ptrdiff_t at_;
};

}  // namespace detail

namespace {

__device__ __forceinline__ uint32_t ordered(float v) {
  return ordered_bits<32>(__float_as_uint(v), 0x7F800000U);
}
__device__ __forceinline__ uint32_t ordered(__half v) {
  return ordered_bits<16>(__half_as_ushort(v), 0x7C00U);
}
__device__ __forceinline__ uint32_t ordered(int32_t v) {
  return static_cast<uint32_t>(v) ^ 0x80000000U;
}

template <class T>
__device__ __forceinline__ uint32_t key_of(T v, bool largest) {
  return largest ? ~ordered(v) : ordered(v);  // bits above order_bits<T> are not looked at
}

// Line i starts here in a tensor of lines of so many elements; the next ones are `inner` apart.
__device__ __forceinline__ int64_t start_of(int64_t line, int64_t length, int64_t inner) {
  int64_t const o = line / inner;
  return o * length * inner + (line - o * inner);
}

// A block per line of at most Threads * Items elements.
template <int Threads, int Items, class T>
__global__ void __launch_bounds__(Threads)
    sort_lines_kernel(T const* x, T* values, int32_t* indices, TopKShape shape, bool largest) {
  using Sort = cub::BlockRadixSort<uint32_t, Threads, Items, int32_t>;
  __shared__ typename Sort::TempStorage storage;
  int64_t const lines = shape.outer * shape.inner;
  int const n = static_cast<int>(shape.n);
  for (int64_t line = blockIdx.x; line < lines; line += gridDim.x) {
    T const* const from = x + start_of(line, shape.n, shape.inner);
    uint32_t key[Items];
    int32_t index[Items];
#pragma unroll
    for (int i = 0; i < Items; ++i) {
      index[i] = static_cast<int>(threadIdx.x) * Items + i;
      // What fills up comes last: no key is larger, and no index of an equal one.
      key[i] = index[i] < n ? key_of(from[index[i] * shape.inner], largest) : 0xFFFFFFFFU;
    }
    Sort(storage).SortBlockedToStriped(key, index, 0, order_bits<T>);
    __syncthreads();  // the storage is used again
    int64_t const to = start_of(line, shape.k, shape.inner);
#pragma unroll
    for (int i = 0; i < Items; ++i) {
      int const rank = i * Threads + static_cast<int>(threadIdx.x);
      if (rank < shape.k) {
        if (values != nullptr) values[to + rank * shape.inner] = from[index[i] * shape.inner];
        if (indices != nullptr) indices[to + rank * shape.inner] = index[i];
      }
    }
  }
}

constexpr int threads = 256;

template <class T>
__global__ void __launch_bounds__(threads)
    make_keys_kernel(T const* x, uint32_t* keys, int32_t* order, TopKShape shape, bool largest) {
  int64_t const count = shape.outer * shape.inner * shape.n;
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t const line = i / shape.n;
    int64_t const at = i - line * shape.n;
    keys[i] = key_of(x[start_of(line, shape.n, shape.inner) + at * shape.inner], largest);
    order[i] = static_cast<int32_t>(at);
  }
}

// `order` holds the sorted indices of `lines` lines from `first` on.
template <class T>
__global__ void __launch_bounds__(threads)
    take_kernel(T const* x, int32_t const* order, T* values, int32_t* indices, TopKShape shape,
                int64_t first, int64_t lines) {
  int64_t const count = lines * shape.k;
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t i = int64_t{blockIdx.x} * threads + threadIdx.x; i < count; i += step) {
    int64_t const line = i / shape.k;
    int64_t const rank = i - line * shape.k;
    int32_t const index = order[line * shape.n + rank];
    int64_t const to = start_of(first + line, shape.k, shape.inner) + rank * shape.inner;
    if (values != nullptr) {
      values[to] = x[start_of(first + line, shape.n, shape.inner) + index * shape.inner];
    }
    if (indices != nullptr) indices[to] = index;
  }
}

constexpr int64_t longest_in_block = 8192;
// Up to so many lines are sorted one after the other, by the whole device; more, a block each.
constexpr int64_t few_lines = 8;

constexpr size_t rounded(size_t bytes) { return (bytes + 255) / 256 * 256; }

// The bytes that CUB's sort wants, if `storage` is null; otherwise sorts. keys and order: what is
// sorted, and a second buffer of the size.
cudaError_t sort_line(void* storage, size_t& bytes, cub::DoubleBuffer<uint32_t>& keys,
                      cub::DoubleBuffer<int32_t>& order, int64_t n, int bits, cudaStream_t stream) {
  return cub::DeviceRadixSort::SortPairs(storage, bytes, keys, order, static_cast<int>(n), 0, bits,
                                         stream);
}
cudaError_t sort_lines(void* storage, size_t& bytes, cub::DoubleBuffer<uint32_t>& keys,
                       cub::DoubleBuffer<int32_t>& order, int64_t lines, int64_t n, int bits,
                       cudaStream_t stream) {
  detail::Starts const begin(static_cast<int>(n), 0);
  return cub::DeviceSegmentedRadixSort::SortPairs(
      storage, bytes, keys, order, static_cast<int>(lines * n), static_cast<int>(lines), begin,
      begin + 1, 0, bits, stream);
}

template <class T>
cudaError_t sort_on_device(T const* x, T* values, int32_t* indices, TopKShape const& shape,
                           bool largest, void* workspace, cudaStream_t stream) {
  int64_t const lines = shape.outer * shape.inner, count = lines * shape.n;
  size_t const part = rounded(static_cast<size_t>(count) * sizeof(uint32_t));
  auto* const base = static_cast<char*>(workspace);
  auto* const keys = reinterpret_cast<uint32_t*>(base);
  auto* const keys_too = reinterpret_cast<uint32_t*>(base + part);
  auto* const order = reinterpret_cast<int32_t*>(base + 2 * part);
  auto* const order_too = reinterpret_cast<int32_t*>(base + 3 * part);
  void* const storage = base + 4 * part;

  auto const grid = [](int64_t work) { return capped_grid(ceil_div(work, threads)); };
  cudaError_t status =
      launch(make_keys_kernel<T>, grid(count), threads, stream, x, keys, order, shape, largest);
  int64_t const batch = lines <= few_lines ? 1 : lines;
  for (int64_t first = 0; status == cudaSuccess && first < lines; first += batch) {
    int64_t const at = first * shape.n;
    cub::DoubleBuffer<uint32_t> key_buffers(keys + at, keys_too + at);
    cub::DoubleBuffer<int32_t> order_buffers(order + at, order_too + at);
    auto const sort = [&](void* where, size_t& bytes) {
      return batch == 1 ? sort_line(where, bytes, key_buffers, order_buffers, shape.n,
                                    order_bits<T>, stream)
                        : sort_lines(where, bytes, key_buffers, order_buffers, lines, shape.n,
                                     order_bits<T>, stream);
    };
    size_t bytes = 0;
    status = sort(nullptr, bytes);
    if (status == cudaSuccess) status = sort(storage, bytes);
    if (status != cudaSuccess) break;
    status = launch(take_kernel<T>, grid(batch * shape.k), threads, stream, x,
                    static_cast<int32_t const*>(order_buffers.Current()), values, indices, shape,
                    first, batch);
  }
  return status;
}

template <int Threads, int Items, class T>
cudaError_t sort_in_blocks(T const* x, T* values, int32_t* indices, TopKShape const& shape,
                           bool largest, cudaStream_t stream) {
  return launch(sort_lines_kernel<Threads, Items, T>, capped_grid(shape.outer * shape.inner),
                Threads, stream, x, values, indices, shape, largest);
}

}  // namespace

template <class T>
cudaError_t top_k(T const* x, T* values, int32_t* indices, TopKShape const& shape, bool largest,
                  void* workspace, cudaStream_t stream) {
  if (shape.k < 0 || shape.k > shape.n) return cudaErrorInvalidValue;
  if (shape.outer <= 0 || shape.inner <= 0 || shape.k == 0) return cudaSuccess;
  if (shape.n <= 128) return sort_in_blocks<32, 4>(x, values, indices, shape, largest, stream);
  if (shape.n <= 512) return sort_in_blocks<128, 4>(x, values, indices, shape, largest, stream);
  if (shape.n <= 2048) return sort_in_blocks<256, 8>(x, values, indices, shape, largest, stream);
  if (shape.n <= longest_in_block) {
    return sort_in_blocks<512, 16>(x, values, indices, shape, largest, stream);
  }
  return sort_on_device(x, values, indices, shape, largest, workspace, stream);
}

size_t top_k_workspace(TopKShape const& shape) {
  int64_t const lines = shape.outer * shape.inner, n = shape.n;
  if (lines <= 0 || n <= longest_in_block) return 0;
  cub::DoubleBuffer<uint32_t> keys;
  cub::DoubleBuffer<int32_t> order;
  // Both ways to sort: smaller shapes may be sorted in the other one. Without a device, where
  // nothing is going to run, these fail and leave 0.
  size_t one = 0, all = 0;
  if (sort_line(nullptr, one, keys, order, n, 32, nullptr) != cudaSuccess) one = 0;
  if (sort_lines(nullptr, all, keys, order, lines, n, 32, nullptr) != cudaSuccess) all = 0;
  return 4 * rounded(static_cast<size_t>(lines * n) * sizeof(uint32_t)) +
         rounded(std::max(one, all));
}

template cudaError_t top_k(float const*, float*, int32_t*, TopKShape const&, bool, void*,
                           cudaStream_t);
template cudaError_t top_k(__half const*, __half*, int32_t*, TopKShape const&, bool, void*,
                           cudaStream_t);
template cudaError_t top_k(int32_t const*, int32_t*, int32_t*, TopKShape const&, bool, void*,
                           cudaStream_t);

}  // namespace trtp::kernels
