#include "bernoulli.h"
#include "kernel/launch.cuh"
#include "kernel/vector.cuh"
#include "philox.cuh"

namespace trtp::kernels {

namespace {

constexpr int at_once = 4;  // elements of a thread, which Philox makes numbers for together

__device__ __forceinline__ uint64_t nanoseconds() {
  uint64_t t;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(t));
  return t;
}

template <class P, class T>
__global__ void __launch_bounds__(256)
    bernoulli_kernel(P const* p, T* y, int64_t count, uint64_t seed, bool seeded, bool packs) {
  int64_t const group = block_index() * 256 + threadIdx.x;
  int64_t const begin = group * at_once;
  if (begin >= count) return;
  auto const place = static_cast<uint64_t>(group);
  // Threads without a seed may have different keys: their counters are different as well.
  Philox const bits =
      philox({{static_cast<uint32_t>(place), static_cast<uint32_t>(place >> 32), 0U, 0U}},
             seeded ? seed : nanoseconds());
  if (packs && begin + at_once <= count) {
    Values<float, at_once> const chance = widen(load<at_once, Cache::streaming>(p + begin));
    Values<T, at_once> out;
#pragma unroll
    for (int i = 0; i < at_once; ++i) out[i] = static_cast<T>(uniform(bits.v[i]) < chance[i]);
    store<Cache::streaming>(y + begin, detail::bit_cast<Pack<T, at_once>>(out));
    return;
  }
  for (int i = 0; i < at_once && begin + i < count; ++i) {
    y[begin + i] = static_cast<T>(uniform(bits.v[i]) < static_cast<float>(p[begin + i]));
  }
}

}  // namespace

template <class P, class T>
cudaError_t bernoulli(P const* p, T* y, int64_t count, uint64_t const* seed, cudaStream_t stream) {
  if (count == 0) return cudaSuccess;
  bool const packs = aligned<at_once>(p) && aligned<at_once>(y);
  return launch(bernoulli_kernel<P, T>, whole_grid(ceil_div(count, 256 * at_once)), 256, stream, p,
                y, count, seed ? *seed : 0, seed != nullptr, packs);
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
