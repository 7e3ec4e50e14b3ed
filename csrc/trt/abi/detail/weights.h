// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include <cstddef>
#include "types.h"

namespace nvinfer1 {

class Weights {
 public:
  DataType type;
  void const* values;
  int64_t count;
};
static_assert(sizeof(Weights) == 24 && alignof(Weights) == 8 && offsetof(Weights, values) == 8 &&
              offsetof(Weights, count) == 16);

}  // namespace nvinfer1
