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

// A key's summands of all rounds: made once, on the host, threads would spend an eighth of their
// instructions on them.
struct PhiloxKey {
  static constexpr int rounds = 10;
  uint32_t of_round[rounds][2];

  explicit PhiloxKey(uint64_t key) : of_round{} {
    auto k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
    for (auto& round : of_round) {
      round[0] = k0;
      round[1] = k1;
      k0 += 0x9E3779B9U;
      k1 += 0xBB67AE85U;
    }
  }
};

namespace detail {

__host__ __device__ inline uint32_t upper_product(uint32_t a, uint32_t b) {
#ifdef __CUDA_ARCH__
  return __umulhi(a, b);
#else
  return static_cast<uint32_t>(uint64_t{a} * b >> 32);
#endif
}

}  // namespace detail

__host__ __device__ inline Philox philox(Philox counter, PhiloxKey const& key) {
  for (int round = 0; round < PhiloxKey::rounds; ++round) {
    auto const& k = key.of_round[round];
    uint32_t const a = counter.v[0], b = counter.v[2];
    counter = {{detail::upper_product(0xCD9E8D57U, b) ^ counter.v[1] ^ k[0], 0xCD9E8D57U * b,
                detail::upper_product(0xD2511F53U, a) ^ counter.v[3] ^ k[1], 0xD2511F53U * a}};
  }
  return counter;
}

}  // namespace trtp::kernels
