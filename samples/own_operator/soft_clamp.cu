#include "soft_clamp.h"

#include "kernel/elementwise.cuh"

namespace {

struct SoftClamp {
  float limit;
  __device__ float operator()(float x) const { return limit * tanhf(x / limit); }
};

}  // namespace

template <class T>
cudaError_t soft_clamp(T const* x, T* y, int64_t count, float limit, cudaStream_t stream) {
  return trtp::kernels::elementwise(stream, count, SoftClamp{limit}, y, x);
}

template cudaError_t soft_clamp(float const*, float*, int64_t, float, cudaStream_t);
template cudaError_t soft_clamp(__half const*, __half*, int64_t, float, cudaStream_t);
