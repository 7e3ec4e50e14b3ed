#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// y[i] = x[i] where x[i] >= 0, slope * x[i] elsewhere; y may be x. T is float or __half. The
// product is taken in float with the slope as given, and rounded to T once.
template <class T>
cudaError_t leaky_relu(T const* x, T* y, int64_t count, float slope, cudaStream_t stream);

}  // namespace trtp::kernels
