// ArrayFeatureExtractor by its kernels, on the host. Each line of standard input is a case: the
// bytes of an element, how far x, y and the indices are beyond multiples of 16 bytes, rows,
// columns, how many are wanted, a seed, and the indices. Writes the bytes of each output, one after
// another, of inputs whose bytes are 1, 2, ... 251, 1, 2 ...; fails where a kernel reads what is
// not its input, or writes beside its output. Tells on standard error the unit and the pack of each
// case.

#include "support/block_on_host.h"

namespace {

unsigned char const *input_begin, *input_end;
bool strayed = false;

template <class T>
T inside(T const* p) {
  auto const* const bytes = reinterpret_cast<unsigned char const*>(p);
  if (bytes >= input_begin && bytes + sizeof(T) <= input_end) return *p;
  strayed = true;
  return T{};
}

}  // namespace

// Chosen before those of block_on_host.h.
#define TRTP_READS(T)                              \
  inline T __ldg(T const* p) { return inside(p); } \
  inline T __ldcs(T const* p) { return inside(p); }
TRTP_READS(uint4)
TRTP_READS(unsigned)
TRTP_READS(unsigned short)
TRTP_READS(unsigned char)

inline unsigned __byte_perm(unsigned a, unsigned b, unsigned selector) {
  uint64_t const both = uint64_t{b} << 32 | a;
  unsigned out = 0;
  for (int i = 0; i < 4; ++i) {
    out |= static_cast<unsigned>(both >> (selector >> (4 * i) & 7) * 8 & 0xFF) << (8 * i);
  }
  return out;
}

#define __CUDACC__  // divider.h has its division for CUDA's sources alone
#include "kernel/divider.h"
#undef __CUDACC__

#include "array_feature_extractor.cuh"

#include <iostream>

namespace trtp::kernels {

thread_local uint4 column_memory[ColumnPlan::memory / sizeof(uint4)];

}  // namespace trtp::kernels

namespace {

using namespace trtp::kernels;

constexpr unsigned char outside = 0xEE;

// In the middle of bytes that nobody has to look at.
struct Memory {
  static constexpr size_t around = 256;
  std::vector<unsigned char> all;
  unsigned char* begin;
  size_t size;

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
};

// Instead of cudaLaunchKernelEx.
struct Blocks {
  uint32_t seed;

  template <class Kernel, class... A>
  bool operator()(Kernel kernel, int64_t blocks, int bytes, A const&... arguments) const {
    if (bytes > ColumnPlan::memory) return false;
    auto const count = static_cast<unsigned>(blocks);
    for (unsigned block = 0; block < count; ++block) {
      std::memset(column_memory, outside, sizeof(column_memory));
      if (bytes > 0) {
        on_host::run_block(column_threads, seed + block, {block, 0, 0}, {count, 1, 1},
                           [&] { kernel(arguments...); });
        continue;
      }
      // No thread waits for another: one after another will do.
      gridDim = {count, 1, 1};
      blockIdx = {block, 0, 0};
      for (threadIdx.x = 0; threadIdx.x < column_threads; ++threadIdx.x) kernel(arguments...);
    }
    auto const* const left = reinterpret_cast<unsigned char const*>(column_memory);
    return std::all_of(left + bytes, left + sizeof(column_memory),
                       [](unsigned char byte) { return byte == outside; });
  }
};

template <class T>
bool run(Memory const& x, Memory const& indices, Memory const& y, Columns const& shape,
         uint32_t seed) {
  auto const places = reinterpret_cast<uintptr_t>(x.begin) | reinterpret_cast<uintptr_t>(y.begin) |
                      reinterpret_cast<uintptr_t>(indices.begin);
  auto const plan = plan_of(shape, sizeof(T), places % 16 == 0);
  std::cerr << plan.unit << " " << plan.pack << "\n";
  return launch_columns(reinterpret_cast<T const*>(x.begin),
                        reinterpret_cast<int32_t const*>(indices.begin),
                        reinterpret_cast<T*>(y.begin), shape, Blocks{seed});
}

}  // namespace

int main() {
  int element = 0;
  size_t x_skew = 0, y_skew = 0, indices_skew = 0;
  Columns shape;
  uint32_t seed = 0;
  while (std::cin >> element >> x_skew >> y_skew >> indices_skew >> shape.rows >> shape.columns >>
         shape.wanted >> seed) {
    auto const bytes = [&](int64_t count) { return static_cast<size_t>(count * element); };
    Memory const x(bytes(shape.rows * shape.columns), x_skew);
    Memory const y(bytes(shape.rows * shape.wanted), y_skew);
    Memory const indices(static_cast<size_t>(shape.wanted) * sizeof(int32_t), indices_skew);
    for (size_t i = 0; i < x.size; ++i) x.begin[i] = static_cast<unsigned char>(i % 251 + 1);
    for (int64_t i = 0; i < shape.wanted; ++i) {
      std::cin >> reinterpret_cast<int32_t*>(indices.begin)[i];
    }
    input_begin = x.begin;
    input_end = x.begin + x.size;
    bool const done = element == 1   ? run<unsigned char>(x, indices, y, shape, seed)
                      : element == 2 ? run<unsigned short>(x, indices, y, shape, seed)
                                     : run<unsigned>(x, indices, y, shape, seed);
    if (!done || strayed || !y.untouched()) return 1;
    std::fwrite(y.begin, 1, y.size, stdout);
  }
  return 0;
}
