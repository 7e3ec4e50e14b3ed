#pragma once

// For kernels that run on the host and move bytes: memory with bytes around it, and reads that have
// to be of the input. Stands in for block_on_host.h.

#include "block_on_host.h"

namespace on_host {

// What reads through the caches may be of, and whether one was not.
inline unsigned char const *input_begin, *input_end;
inline bool strayed = false;

template <class T>
T inside(T const* p) {
  auto const* const bytes = reinterpret_cast<unsigned char const*>(p);
  if (bytes >= input_begin && bytes + sizeof(T) <= input_end) return *p;
  strayed = true;
  return T{};
}

// In the middle of bytes that nobody has to look at.
struct Memory {
  static constexpr size_t around = 256;
  static constexpr unsigned char outside = 0xEE;
  std::vector<unsigned char> all;
  unsigned char* begin;
  size_t size;

  // `skew` bytes beyond a multiple of 16.
  Memory(size_t bytes, size_t skew) : all(bytes + 2 * around, outside), size(bytes) {
    auto const first = reinterpret_cast<uintptr_t>(all.data()) + around / 2;
    begin = all.data() + around / 2 + (16 - first % 16) % 16 + skew;
  }
  bool untouched() const {
    auto const is_outside = [](unsigned char byte) { return byte == outside; };
    return std::all_of(all.data(), static_cast<unsigned char const*>(begin), is_outside) &&
           std::all_of(begin + size, const_cast<unsigned char*>(all.data()) + all.size(),
                       is_outside);
  }
  // Bytes 1, 2, ... 251, 1, 2 ..., which are the input from now on.
  void become_input() const {
    for (size_t i = 0; i < size; ++i) begin[i] = static_cast<unsigned char>(i % 251 + 1);
    input_begin = begin;
    input_end = begin + size;
  }
};

}  // namespace on_host

// Chosen before those of block_on_host.h.
#define TRTP_READS(T)                                       \
  inline T __ldg(T const* p) { return on_host::inside(p); } \
  inline T __ldcs(T const* p) { return on_host::inside(p); }
TRTP_READS(uint4)
TRTP_READS(unsigned)
TRTP_READS(unsigned short)
TRTP_READS(unsigned char)

#define __CUDACC__  // divider.h has its division for CUDA's sources alone
#include "kernel/divider.h"
#undef __CUDACC__
