#pragma once

#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace trtp::kernels {

// How blocks lie on an image of `rank` dimensions: block b begins at b * stride - pad_begin, and
// has its element e at e * dilation from there.
struct Col2ImLayout {
  static constexpr int max_rank = 6;
  int rank = 0;
  int64_t image[max_rank] = {};
  int64_t block[max_rank] = {};   // elements of a block
  int64_t blocks[max_rank] = {};  // how many there are
  int64_t stride[max_rank] = {};
  int64_t dilation[max_rank] = {};
  int64_t pad_begin[max_rank] = {};
};

// output[p, position] = the sum of the elements of columns[p, elements of a block, blocks] that lie
// on the position; `planes` of them. T is float or __half, summed in float, or int32_t.
template <class T>
cudaError_t col2im(T const* columns, T* output, int64_t planes, Col2ImLayout const& layout,
                   cudaStream_t stream);

}  // namespace trtp::kernels
