#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

namespace trtp::kernels {

// As ONNX's DynamicQuantizeLinear-11, in float32 throughout: with low = min(0, x) and
// high = max(0, x) over all of x,
//   scale = (high - low) / 255, or 1 / 255 if they are equal
//   zero = round(clamp(-low / scale, 0, 255))
//   y = clamp(round(x / scale) + zero, 0, 255)
// rounding ties to even. y, scale and zero may be null: not wanted. `workspace` has
// dynamic_quantize_workspace() bytes.
cudaError_t dynamic_quantize(float const* x, int64_t count, int32_t* y, float* scale, int32_t* zero,
                             void* workspace, cudaStream_t stream);
size_t dynamic_quantize_workspace();

}  // namespace trtp::kernels
