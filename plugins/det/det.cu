#include "det.h"

#include "large.cuh"
#include "small.cuh"

namespace trtp::kernels {

namespace {
constexpr int64_t largest_small = 32;
}

size_t det_workspace(int64_t matrices, int64_t n) {
  return n <= largest_small || matrices <= 0 ? 0 : large_det_workspace(matrices, n);
}

template <class T>
cudaError_t det(T const* x, T* y, int64_t matrices, int64_t n, void* workspace,
                cudaStream_t stream) {
  if (matrices == 0) return cudaSuccess;
  if (n <= 4) return run_small_det<4>(x, y, matrices, n, stream);
  if (n <= 8) return run_small_det<8>(x, y, matrices, n, stream);
  if (n <= 16) return run_small_det<16>(x, y, matrices, n, stream);
  if (n <= largest_small) return run_small_det<32>(x, y, matrices, n, stream);
  return run_large_det(x, y, matrices, n, workspace, stream);
}

template cudaError_t det(float const*, float*, int64_t, int64_t, void*, cudaStream_t);
template cudaError_t det(__half const*, __half*, int64_t, int64_t, void*, cudaStream_t);

}  // namespace trtp::kernels
