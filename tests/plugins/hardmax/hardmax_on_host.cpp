// Hardmax by its kernels, on the host: hardmax_on_host KERNEL TYPE PACK OUTER N INNER SEED reads
// numbers from standard input and writes as many to standard output. KERNEL: the lanes of a row, or
// 0 for columns. TYPE: float or half. PACK: 1, or more for whole packs.

#include "support/block_on_host.h"

#include "hardmax.cuh"

#include <string>

namespace {

using namespace trtp::kernels;

struct Work {
  int lanes;
  int64_t outer, n, inner;
  uint32_t seed;

  template <int N, class T>
  void run(T const* x, T* y) const {
    int64_t const lines = outer * inner;
    int64_t const blocks =
        lanes == 0 ? ceil_div(lines, 32 * N) : ceil_div(lines, 256 / std::max(lanes, 1));
    for (int64_t block = 0; block < blocks; ++block) {
      on_host::run_block(256, seed + static_cast<uint32_t>(block),
                         {static_cast<unsigned>(block), 0, 0},
                         {static_cast<unsigned>(blocks), 1, 1}, [&] {
                           auto const length = static_cast<int>(n);
                           if (lanes == 0) hardmax_columns_kernel<N>(x, y, lines, length, inner);
                           if (lanes == 8) hardmax_rows_kernel<8, N>(x, y, lines, length);
                           if (lanes == 32) hardmax_rows_kernel<32, N>(x, y, lines, length);
                           if (lanes == 256) hardmax_rows_kernel<256, N>(x, y, lines, length);
                         });
    }
  }

  template <class T>
  int from_stdin(bool packs) const {
    auto const count = static_cast<size_t>(outer * n * inner);
    std::vector<T> x(count), y(count, static_cast<T>(7.F));
    if (std::fread(x.data(), sizeof(T), count, stdin) != count) return 1;
    if (packs) {
      run<pack_size<T>()>(x.data(), y.data());
    } else {
      run<1>(x.data(), y.data());
    }
    return std::fwrite(y.data(), sizeof(T), count, stdout) == count ? 0 : 1;
  }
};

}  // namespace

int main(int, char** argv) {
  auto const number = [&](int i) { return std::strtol(argv[i], nullptr, 10); };
  Work const work{static_cast<int>(number(1)), number(4), number(5), number(6),
                  static_cast<uint32_t>(number(7))};
  bool const packs = number(3) > 1;
  return argv[2] == std::string("half") ? work.from_stdin<__half>(packs)
                                        : work.from_stdin<float>(packs);
}
