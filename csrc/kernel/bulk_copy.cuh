#pragma once

// Copies between global and shared memory that one thread starts for many ("bulk"), and the
// barriers in shared memory that count the bytes that have come: compute capability 9.0 on, by the
// PTX manual ("Asynchronous copy", "mbarrier"). Addresses and sizes are multiples of 16 bytes.

#include <cuda_runtime_api.h>

#include <cstdint>

// What is below is not known to compilers of before CUDA 12.1.
#if CUDART_VERSION >= 12010
#define TRTP_BULK_COPIES 1
#else
#define TRTP_BULK_COPIES 0
#endif

namespace trtp::kernels {

#if TRTP_BULK_COPIES && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900

using Barrier = uint64_t;  // in shared memory

__device__ __forceinline__ uint32_t shared_address(void const* p) {
  return static_cast<uint32_t>(__cvta_generic_to_shared(p));
}

// Phases end when so many have arrived, and as many bytes as they expect. Known to copies and to
// other blocks after publish_barriers().
__device__ __forceinline__ void start_barrier(Barrier& barrier, unsigned arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;\n" ::"r"(shared_address(&barrier)),
               "r"(arrivals)
               : "memory");
}
__device__ __forceinline__ void publish_barriers() {
  asm volatile("fence.mbarrier_init.release.cluster;\nfence.proxy.async;\n" ::: "memory");
}

__device__ __forceinline__ void arrive_expecting(Barrier& barrier, unsigned bytes) {
  asm volatile(
      "mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;\n" ::"r"(shared_address(&barrier)),
      "r"(bytes)
      : "memory");
}

// Until the phase is over whose number modulo 2 is `parity`. What copies and send() have put into
// this block's shared memory is seen then. Not with the scope of the cluster: that is for global
// memory too, and empties the L1 cache.
__device__ __forceinline__ void wait_for_phase(Barrier& barrier, unsigned parity) {
  uint32_t const at = shared_address(&barrier);
  unsigned over = 0;
  do {
    asm volatile(
        "{\n"
        ".reg .pred over;\n"
        "mbarrier.try_wait.parity.shared::cta.b64 over, [%1], %2;\n"
        "selp.u32 %0, 1, 0, over;\n"
        "}\n"
        : "=r"(over)
        : "r"(at), "r"(parity)
        : "memory");
  } while (over == 0);
}

// Of the L2 cache: what is read or written once.
__device__ __forceinline__ uint64_t streaming_policy() {
  uint64_t policy = 0;
  asm volatile("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;\n" : "=l"(policy));
  return policy;
}

// The barrier gets the bytes as they come.
__device__ __forceinline__ void start_load(void* shared, void const* global, unsigned bytes,
                                           Barrier& barrier, uint64_t policy) {
  asm volatile(
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.L2::cache_hint "
      "[%0], [%1], %2, [%3], %4;\n" ::"r"(shared_address(shared)),
      "l"(global), "r"(bytes), "r"(shared_address(&barrier)), "l"(policy)
      : "memory");
}

// Of what threads have written that called written_for_copies() since.
__device__ __forceinline__ void start_store(void* global, void const* shared, unsigned bytes,
                                            uint64_t policy) {
  asm volatile(
      "cp.async.bulk.global.shared::cta.bulk_group.L2::cache_hint [%0], [%1], %2, %3;\n"
      "cp.async.bulk.commit_group;\n" ::"l"(global),
      "r"(shared_address(shared)), "r"(bytes), "l"(policy)
      : "memory");
}
__device__ __forceinline__ void written_for_copies() {
  asm volatile("fence.proxy.async.shared::cta;\n" ::: "memory");
}

// Until all but the last `Count` stores of this thread have read their shared memory.
template <int Count>
__device__ __forceinline__ void wait_for_stores_to_read() {
  asm volatile("cp.async.bulk.wait_group.read %0;\n" ::"n"(Count) : "memory");
}

// Writes where `to` is in block `rank` of the cluster, and gives its barrier 16 bytes.
__device__ __forceinline__ void send(float4* to, Barrier& barrier, unsigned rank, float4 value) {
  uint32_t remote_to = 0, remote_barrier = 0;
  asm volatile("mapa.shared::cluster.u32 %0, %1, %2;\n"
               : "=r"(remote_to)
               : "r"(shared_address(to)), "r"(rank));
  asm volatile("mapa.shared::cluster.u32 %0, %1, %2;\n"
               : "=r"(remote_barrier)
               : "r"(shared_address(&barrier)), "r"(rank));
  asm volatile(
      "st.async.shared::cluster.mbarrier::complete_tx::bytes.v4.f32 [%0], {%1, %2, %3, %4}, "
      "[%5];\n" ::"r"(remote_to),
      "f"(value.x), "f"(value.y), "f"(value.z), "f"(value.w), "r"(remote_barrier)
      : "memory");
}

#endif

}  // namespace trtp::kernels
