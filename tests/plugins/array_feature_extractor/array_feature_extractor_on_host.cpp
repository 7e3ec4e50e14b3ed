// ArrayFeatureExtractor by its kernels, on the host. Each line of standard input is a case: the
// bytes of an element, how far x, y and the indices are beyond multiples of 16 bytes, rows,
// columns, how many are wanted, a seed, and the indices. Writes the bytes of each output, one after
// another, of inputs whose bytes are 1, 2, ... 251, 1, 2 ...; fails where a kernel reads what is
// not its input, or writes beside its output. Tells on standard error the unit and the pack of each
// case.

#include "support/input_on_host.h"

inline unsigned __byte_perm(unsigned a, unsigned b, unsigned selector) {
  uint64_t const both = uint64_t{b} << 32 | a;
  unsigned out = 0;
  for (int i = 0; i < 4; ++i) {
    out |= static_cast<unsigned>(both >> (selector >> (4 * i) & 7) * 8 & 0xFF) << (8 * i);
  }
  return out;
}

#include "array_feature_extractor.cuh"

#include <iostream>

namespace trtp::kernels {

thread_local uint4 column_memory[ColumnPlan::memory / sizeof(uint4)];

}  // namespace trtp::kernels

namespace {

using namespace trtp::kernels;

using on_host::Memory;

// Instead of cudaLaunchKernelEx.
struct Blocks {
  uint32_t seed;

  template <class Kernel, class... A>
  bool operator()(Kernel kernel, int64_t blocks, int bytes, A const&... arguments) const {
    if (bytes > ColumnPlan::memory) return false;
    auto const count = static_cast<unsigned>(blocks);
    for (unsigned block = 0; block < count; ++block) {
      std::memset(column_memory, Memory::outside, sizeof(column_memory));
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
                       [](unsigned char byte) { return byte == Memory::outside; });
  }
};

template <class T>
bool run(Memory const& x, Memory const& indices, Memory const& y, Columns const& shape,
         uint32_t seed) {
  auto const* const from = reinterpret_cast<T const*>(x.begin);
  auto const* const columns = reinterpret_cast<int32_t const*>(indices.begin);
  auto* const to = reinterpret_cast<T*>(y.begin);
  auto const plan = plan_of(from, columns, to, shape);
  std::cerr << plan.unit << " " << plan.pack << "\n";
  return launch_columns(from, columns, to, shape, Blocks{seed});
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
    for (int64_t i = 0; i < shape.wanted; ++i) {
      std::cin >> reinterpret_cast<int32_t*>(indices.begin)[i];
    }
    x.become_input();
    bool const done = element == 1   ? run<unsigned char>(x, indices, y, shape, seed)
                      : element == 2 ? run<unsigned short>(x, indices, y, shape, seed)
                                     : run<unsigned>(x, indices, y, shape, seed);
    if (!done || on_host::strayed || !y.untouched()) return 1;
    std::fwrite(y.begin, 1, y.size, stdout);
  }
  return 0;
}
