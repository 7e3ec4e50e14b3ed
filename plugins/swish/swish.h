#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// y = x / (1 + exp(-alpha x)). T is float or __half. y may be x.
template <class T>
cudaError_t swish(T const* x, T* y, int64_t count, float alpha, cudaStream_t stream);

// y = a / (1 + exp(-alpha a)) * b. y may be a or b.
template <class T>
cudaError_t swiglu(T const* a, T const* b, T* y, int64_t count, float alpha, cudaStream_t stream);

// y = x tanh(log(1 + exp(x))). y may be x.
template <class T>
cudaError_t mish(T const* x, T* y, int64_t count, cudaStream_t stream);

}  // namespace trtp::kernels
