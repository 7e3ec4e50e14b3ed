#include "leaky_relu.h"

#include "kernel/elementwise.cuh"

namespace trtp::kernels {
namespace {

struct LeakyRelu {
  float slope;
  __device__ float operator()(float x) const { return x >= 0.F ? x : slope * x; }
};

}  // namespace

template <class T>
cudaError_t leaky_relu(T const* x, T* y, int64_t count, float slope, cudaStream_t stream) {
  return elementwise(stream, count, LeakyRelu{slope}, y, x);
}

template cudaError_t leaky_relu(float const*, float*, int64_t, float, cudaStream_t);
template cudaError_t leaky_relu(__half const*, __half*, int64_t, float, cudaStream_t);

}  // namespace trtp::kernels
