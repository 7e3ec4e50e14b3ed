#include "bernoulli.h"
#include "draw.cuh"
#include "kernel/launch.cuh"
#include "kernel/vector.cuh"

namespace trtp::kernels {

namespace {

constexpr int threads = 256, pack = drawn_at_once / 2;

__device__ __forceinline__ uint64_t nanoseconds() {
  uint64_t t;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(t));
  return t;
}

// A thread has two packs of elements, so that neighbours access neighbouring ones.
template <class P, class T>
__global__ void __launch_bounds__(threads)
    bernoulli_kernel(P const* p, T* y, int64_t count, PhiloxKey const key, bool seeded,
                     bool packs) {
  int64_t const group = block_index() * threads + threadIdx.x;
  int64_t const first = block_index() * threads * drawn_at_once + int64_t{threadIdx.x} * pack;
  int64_t const second = first + threads * pack;
  packs = packs && second + pack <= count;
  auto const index = [&](int i) { return (i < pack ? first : second - pack) + i; };

  float probability[drawn_at_once];
  if (packs) {
    auto const a = load<pack, Cache::streaming>(p + first);
    auto const b = load<pack, Cache::streaming>(p + second);
    Values<float, pack> const from[] = {widen(a), widen(b)};
#pragma unroll
    for (int i = 0; i < drawn_at_once; ++i) probability[i] = from[i / pack][i % pack];
  } else {
#pragma unroll
    for (int i = 0; i < drawn_at_once; ++i) {
      probability[i] = index(i) < count ? static_cast<float>(p[index(i)]) : 0.F;
    }
  }
  bool one[drawn_at_once];
  // Threads without a seed may have different times: their places are different as well.
  draw(probability, static_cast<uint64_t>(group), seeded ? 0 : nanoseconds(), key, one);
  auto const result = [&](int i) { return one[i] ? Compute<T>{1} : Compute<T>{0}; };
  if (packs) {
    Values<Compute<T>, pack> to[2];
#pragma unroll
    for (int i = 0; i < drawn_at_once; ++i) to[i / pack][i % pack] = result(i);
    store<Cache::streaming>(y + first, narrow<T>(to[0]));
    store<Cache::streaming>(y + second, narrow<T>(to[1]));
    return;
  }
#pragma unroll
  for (int i = 0; i < drawn_at_once; ++i) {
    if (index(i) < count) y[index(i)] = static_cast<T>(result(i));
  }
}

}  // namespace

template <class P, class T>
cudaError_t bernoulli(P const* p, T* y, int64_t count, uint64_t const* seed, cudaStream_t stream) {
  if (count == 0) return cudaSuccess;
  bool const packs = aligned<pack>(p) && aligned<pack>(y);
  return launch(bernoulli_kernel<P, T>, whole_grid(ceil_div(count, threads * drawn_at_once)),
                threads, stream, p, y, count, PhiloxKey(seed ? *seed : 0), seed != nullptr, packs);
}

#define TRTP_BERNOULLI(P, T) \
  template cudaError_t bernoulli(P const*, T*, int64_t, uint64_t const*, cudaStream_t);
#define TRTP_BERNOULLI_OF(P) \
  TRTP_BERNOULLI(P, float)   \
  TRTP_BERNOULLI(P, __half)  \
  TRTP_BERNOULLI(P, int32_t) \
  TRTP_BERNOULLI(P, bool)
TRTP_BERNOULLI_OF(float)
TRTP_BERNOULLI_OF(__half)

}  // namespace trtp::kernels
