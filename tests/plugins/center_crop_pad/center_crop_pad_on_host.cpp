// CenterCropPad by its kernels, on the host. Each line of standard input is a case: the bits of an
// index (32 or 64), the bytes of an element, how far x and y are beyond multiples of 16 bytes, the
// rank, the input's extents and the output's. Writes the bytes of each output, one after another,
// of inputs whose bytes are 1, 2, ... 251, 1, 2 ...; fails where a kernel reads 16 bytes that are
// not all of its input, or writes beside its output.

#include "support/block_on_host.h"

namespace {

unsigned char const *input_begin, *input_end;
bool strayed = false;

}  // namespace

// Chosen before those of block_on_host.h.
inline uint4 __ldg(uint4 const* p) {
  auto const* const bytes = reinterpret_cast<unsigned char const*>(p);
  strayed = strayed || bytes < input_begin || bytes + sizeof(uint4) > input_end;
  return *p;
}
inline uint4 __ldcs(uint4 const* p) { return __ldg(p); }

#define __CUDACC__  // divider.h has its division for CUDA's sources alone
#include "kernel/divider.h"
#undef __CUDACC__

#include "center_crop_pad.cuh"

#include <iostream>

namespace {

using namespace trtp::kernels;
using Bytes = std::vector<unsigned char>;

constexpr unsigned char outside = 0xEE;

// In the middle of bytes that nobody has to look at.
struct Memory {
  static constexpr size_t around = 256;
  Bytes all;
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

// No thread waits for another: one after another will do.
template <class F>
void every_thread(int64_t threads, F const& body) {
  gridDim = whole_grid(ceil_div(threads, window_threads));
  for (blockIdx = {0, 0, 0}; blockIdx.x < gridDim.x; ++blockIdx.x) {
    for (threadIdx.x = 0; threadIdx.x < window_threads; ++threadIdx.x) body();
  }
}

template <class Index>
bool run(CentredLevels levels, Memory const& x, Memory const& y) {
  if (in_packs(levels, x.begin, y.begin)) {
    levels.rescale(1, vector_bytes);
    return with_levels<Index>(levels, [&](auto const& window) {
      every_thread(window.count, [&] {
        window_packs_kernel(reinterpret_cast<uint4 const*>(x.begin),
                            reinterpret_cast<uint4*>(y.begin), window);
      });
      return true;
    });
  }
  int const skew = static_cast<int>(reinterpret_cast<uintptr_t>(y.begin) % vector_bytes);
  return with_levels<Index>(levels, [&](auto const& window) {
    every_thread(ceil_div(window.count + skew, vector_bytes), [&] {
      window_bytes_kernel(static_cast<unsigned char const*>(x.begin), y.begin, skew, window);
    });
    return true;
  });
}

}  // namespace

int main() {
  int bits = 0, element = 0;
  size_t x_skew = 0, y_skew = 0;
  Centred extents;
  while (std::cin >> bits >> element >> x_skew >> y_skew >> extents.rank) {
    for (int d = 0; d < extents.rank; ++d) std::cin >> extents.input[d];
    for (int d = 0; d < extents.rank; ++d) std::cin >> extents.output[d];
    auto levels = levels_of(extents);
    levels.rescale(element, 1);
    Memory const x(static_cast<size_t>(levels.input()), x_skew);
    Memory const y(static_cast<size_t>(levels.output()), y_skew);
    for (size_t i = 0; i < x.size; ++i) x.begin[i] = static_cast<unsigned char>(i % 251 + 1);
    if (y.size == 0) continue;
    input_begin = x.begin;
    input_end = x.begin + x.size;
    static_cast<void>(bits == 64 ? run<uint64_t>(levels, x, y) : run<uint32_t>(levels, x, y));
    if (strayed || !y.untouched()) return 1;
    std::fwrite(y.begin, 1, y.size, stdout);
  }
  return 0;
}
