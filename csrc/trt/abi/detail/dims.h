// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nvinfer1 {

class Dims32 {
 public:
  static constexpr int32_t MAX_DIMS = 8;
  int32_t nbDims;
  int32_t d[MAX_DIMS];
};
using Dims = Dims32;
static_assert(sizeof(Dims) == 36 && alignof(Dims) == 4 && offsetof(Dims, d) == 4);

}  // namespace nvinfer1
