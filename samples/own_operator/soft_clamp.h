#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

// y[i] = limit * tanh(x[i] / limit), computed in float; T is float or __half.
template <class T>
cudaError_t soft_clamp(T const* x, T* y, int64_t count, float limit, cudaStream_t stream);
