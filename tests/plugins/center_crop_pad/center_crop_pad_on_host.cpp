// CenterCropPad by its kernels, on the host. Each line of standard input is a case: the bits of an
// index (32 or 64), the bytes of an element, how far x and y are beyond multiples of 16 bytes, the
// rank, the input's extents and the output's. Writes the bytes of each output, one after another,
// of inputs whose bytes are 1, 2, ... 251, 1, 2 ...; fails where a kernel reads what is not its
// input, or writes beside its output.

#include "support/input_on_host.h"

#include "center_crop_pad.cuh"

#include <iostream>

namespace {

using namespace trtp::kernels;
using on_host::Memory;

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
    if (y.size == 0) continue;
    x.become_input();
    static_cast<void>(bits == 64 ? run<uint64_t>(levels, x, y) : run<uint32_t>(levels, x, y));
    if (on_host::strayed || !y.untouched()) return 1;
    std::fwrite(y.begin, 1, y.size, stdout);
  }
  return 0;
}
