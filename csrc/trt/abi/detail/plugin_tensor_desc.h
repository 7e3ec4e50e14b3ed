// Independent declarations of a part of TensorRT's interface, written from its documented names and
// its binary layout, so that applications can be compiled without the SDK.
#pragma once

#include "dims.h"
#include "types.h"

namespace nvinfer1 {

class PluginTensorDesc {
 public:
  Dims dims;
  DataType type;
  TensorFormat format;
  float scale;
};
static_assert(sizeof(PluginTensorDesc) == 48 && offsetof(PluginTensorDesc, type) == 36 &&
              offsetof(PluginTensorDesc, format) == 40 && offsetof(PluginTensorDesc, scale) == 44);

}  // namespace nvinfer1
