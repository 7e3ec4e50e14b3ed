#include "one_hot.h"

#include <limits>

#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {
namespace {

constexpr int threads = 256;

// Place is what counts elements of the output: 32 bits make its divisions several times cheaper. A
// class is compared as an Index: exact up to 2^24 in float, beyond which float has no fractions and
// not every integer.
template <int N, class Place, class Index, class T>
__global__ void __launch_bounds__(threads)
    one_hot_kernel(Index const* indices, T const* values, T* output, int64_t packs, int64_t depth_,
                   int64_t inner_) {
  auto const depth = static_cast<Place>(depth_), inner = static_cast<Place>(inner_);
  T const off = values[0], on = values[1];
  int64_t const step = int64_t{gridDim.x} * threads;
  for (int64_t p = int64_t{blockIdx.x} * threads + threadIdx.x; p < packs; p += step) {
    auto const first = static_cast<Place>(p * N);
    Place const line = first / inner;
    Place i = first - line * inner;
    Place o = line / depth;
    Place c = line - o * depth;
    Values<T, N> out;
#pragma unroll
    for (int k = 0; k < N; ++k) {
      Index const index = indices[o * inner + i];
      auto const wanted = static_cast<Index>(c);
      bool const hot = index == wanted || index == wanted - static_cast<Index>(depth);
      out[k] = hot ? on : off;
      if (++i == inner) {
        i = 0;
        if (++c == depth) {
          c = 0;
          if (k + 1 < N) ++o;  // behind the last one there is no index
        }
      }
    }
    store<Cache::streaming>(output + p * N, detail::bit_cast<Pack<T, N>>(out));
  }
}

template <int N, class Index, class T>
cudaError_t run(Index const* indices, T const* values, T* output, int64_t count, int64_t depth,
                int64_t inner, cudaStream_t stream) {
  int64_t const packs = count / N;
  dim3 const grid = capped_grid(ceil_div(packs, threads));
  if (count <= std::numeric_limits<int32_t>::max()) {
    return launch(one_hot_kernel<N, uint32_t, Index, T>, grid, threads, stream, indices, values,
                  output, packs, depth, inner);
  }
  return launch(one_hot_kernel<N, uint64_t, Index, T>, grid, threads, stream, indices, values,
                output, packs, depth, inner);
}

}  // namespace

template <class Index, class T>
cudaError_t one_hot(Index const* indices, T const* values, T* output, int64_t outer, int64_t depth,
                    int64_t inner, cudaStream_t stream) {
  int64_t const count = outer * depth * inner;
  if (outer <= 0 || depth <= 0 || inner <= 0) return cudaSuccess;
  constexpr int n = pack_size<T>();
  return count % n == 0 && aligned<n>(output)
             ? run<n>(indices, values, output, count, depth, inner, stream)
             : run<1>(indices, values, output, count, depth, inner, stream);
}

#define TRTP_ONE_HOT(T)                                                                 \
  template cudaError_t one_hot(int32_t const*, T const*, T*, int64_t, int64_t, int64_t, \
                               cudaStream_t);                                           \
  template cudaError_t one_hot(float const*, T const*, T*, int64_t, int64_t, int64_t, cudaStream_t);
TRTP_ONE_HOT(float)
TRTP_ONE_HOT(__half)
TRTP_ONE_HOT(int32_t)
TRTP_ONE_HOT(bool)

}  // namespace trtp::kernels
