// Determinants by the kernels, on the host: det_on_host KERNEL N MATRICES SEED reads matrices of
// float from standard input and writes their determinants to standard output. KERNEL: small; large;
// global, which is large with its panel outside of shared memory.

#include "support/block_on_host.h"

#include "large.cuh"
#include "small.cuh"

#include <string>

namespace trtp::kernels {

constexpr int largest = 512;
thread_local double shared[largest * LargeDet::pitch];

namespace {

template <int Lanes>
void small_dets(float const* x, float* y, int64_t matrices, int n, uint32_t seed) {
  auto const blocks = static_cast<unsigned>(ceil_div(matrices, 256 / Lanes));
  for (unsigned block = 0; block < blocks; ++block) {
    on_host::run_block(256, seed + block, {block, 0, 0}, {blocks, 1, 1}, [&] {
      small_det_kernel<Lanes, float>(x, y, matrices, n, n == Lanes && aligned<4>(x));
    });
  }
}

template <bool Shared>
void large_dets(float const* x, float* y, int64_t matrices, int64_t n, uint32_t seed) {
  unsigned const blocks = 2;  // fewer than there are matrices
  std::vector<double> workspace(static_cast<size_t>(blocks * LargeDet::doubles_of_block(n)));
  for (unsigned block = 0; block < blocks; ++block) {
    on_host::run_block(LargeDet::threads, seed + block, {block, 0, 0}, {blocks, 1, 1}, [&] {
      large_det_kernel<Shared, float>(x, y, matrices, n, workspace.data());
    });
  }
}

}  // namespace
}  // namespace trtp::kernels

int main(int, char** argv) {
  using namespace trtp::kernels;
  std::string const kernel = argv[1];
  int const n = std::atoi(argv[2]), matrices = std::atoi(argv[3]);
  auto const seed = static_cast<uint32_t>(std::strtoul(argv[4], nullptr, 10));
  std::vector<float> x(static_cast<size_t>(matrices * n * n)), y(static_cast<size_t>(matrices));
  if (std::fread(x.data(), sizeof(float), x.size(), stdin) != x.size()) return 1;
  if (kernel == "global") {
    large_dets<false>(x.data(), y.data(), matrices, n, seed);
  } else if (kernel == "large") {
    large_dets<true>(x.data(), y.data(), matrices, n, seed);
  } else if (n <= 4) {
    small_dets<4>(x.data(), y.data(), matrices, n, seed);
  } else if (n <= 8) {
    small_dets<8>(x.data(), y.data(), matrices, n, seed);
  } else if (n <= 16) {
    small_dets<16>(x.data(), y.data(), matrices, n, seed);
  } else {
    small_dets<32>(x.data(), y.data(), matrices, n, seed);
  }
  return std::fwrite(y.data(), sizeof(float), y.size(), stdout) == y.size() ? 0 : 1;
}
