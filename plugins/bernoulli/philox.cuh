#pragma once

// Philox4x32-10: random numbers that are a function of a counter and a key, so that threads need no
// state (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011). On
// the host too, where its published test vectors are tried.

#include <cuda_runtime.h>

#include <cstdint>

namespace trtp::kernels {

struct Philox {
  uint32_t v[4];
};

__host__ __device__ inline Philox philox(Philox counter, uint64_t key) {
  auto k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    uint64_t const a = uint64_t{0xD2511F53U} * counter.v[0];
    uint64_t const b = uint64_t{0xCD9E8D57U} * counter.v[2];
    counter = {{static_cast<uint32_t>(b >> 32) ^ counter.v[1] ^ k0, static_cast<uint32_t>(b),
                static_cast<uint32_t>(a >> 32) ^ counter.v[3] ^ k1, static_cast<uint32_t>(a)}};
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  return counter;
}

}  // namespace trtp::kernels
