#pragma once

// Products of 16-bit floats by a warp, and what feeds them. From compute capability 8.0 on.
//
// Fragments, by the PTX manual ("Matrix Fragments for mma.m16n8k16"); lane = 4 * g + t:
//   A, 16 x 16: word 0 has row g, columns 2t and 2t + 1; word 1 row g + 8; words 2 and 3 the same
//               of columns 2t + 8 and 2t + 9
//   B, 16 x 8:  word 0 has rows 2t and 2t + 1 of column g; word 1 rows 2t + 8 and 2t + 9
//   C, 16 x 8:  numbers 0 and 1 are row g, columns 2t and 2t + 1; numbers 2 and 3 row g + 8

#include <cuda_fp16.h>

#include <cstdint>
#include <cstring>

namespace trtp::kernels::detail {

// c += a b, in float.
__device__ __forceinline__ void multiply_add(float (&c)[4], uint32_t const (&a)[4], uint32_t b0,
                                             uint32_t b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};\n"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Four 8 x 8 matrices from shared memory, a word of each per lane. Lane l points to row l % 8 of
// matrix l / 8, 16 bytes. Lane 4 * g + t gets elements 2t and 2t + 1 of row g of each.
__device__ __forceinline__ void load_matrices(uint32_t (&words)[4], __half const* row) {
  auto const at = static_cast<uint32_t>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];\n"
               : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
               : "r"(at)
               : "memory");
}

// The same, each matrix transposed: elements 2t and 2t + 1 of column g.
__device__ __forceinline__ void load_transposed(uint32_t (&words)[4], __half const* row) {
  auto const at = static_cast<uint32_t>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];\n"
               : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
               : "r"(at)
               : "memory");
}

// Starts to copy 16 bytes to shared memory; zeros, and nothing is read, unless `there`.
__device__ __forceinline__ void copy_16_bytes(__half* to, __half const* from, bool there) {
  auto const at = static_cast<uint32_t>(__cvta_generic_to_shared(to));
  int const bytes = there ? 16 : 0;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(at), "l"(from), "r"(bytes)
               : "memory");
}

// Until all that this thread started is there; of other threads': a barrier after it.
__device__ __forceinline__ void wait_for_copies() {
  asm volatile("cp.async.commit_group;\ncp.async.wait_group 0;\n" ::: "memory");
}

// Over the four lanes that have the same g.
__device__ __forceinline__ float quad_max(float v) {
  v = fmaxf(v, __shfl_xor_sync(0xFFFFFFFFU, v, 1));
  return fmaxf(v, __shfl_xor_sync(0xFFFFFFFFU, v, 2));
}
__device__ __forceinline__ float quad_sum(float v) {
  v += __shfl_xor_sync(0xFFFFFFFFU, v, 1);
  return v + __shfl_xor_sync(0xFFFFFFFFU, v, 2);
}

// A word of A or B.
__device__ __forceinline__ uint32_t pair(float low, float high) {
  __half2 const h = __floats2half2_rn(low, high);
  uint32_t out;
  memcpy(&out, &h, sizeof(out));
  return out;
}

}  // namespace trtp::kernels::detail
